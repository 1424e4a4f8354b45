"""Makes the tables and the sections of the paper that is killed, in the home of the environment."""

import json

from bench import homes


def main() -> None:
    """Migrates, and makes what a story needs."""
    homes.set_up()
    found()
    print(json.dumps({}))


def found() -> None:
    """The paper's row and two sections, in a database that has its tables."""
    from harkara.desk.models import Paper, Section

    Paper.objects.update_or_create(pk=1, defaults={"name": "পরীক্ষা", "outlet": "পরীক্ষা", "is_demo": True})
    for position, (slug, name) in enumerate((("world", "আন্তর্জাতিক"), ("national", "জাতীয়")), 1):
        Section.objects.get_or_create(slug=slug, defaults={"name": name, "position": position})


if __name__ == "__main__":
    main()
