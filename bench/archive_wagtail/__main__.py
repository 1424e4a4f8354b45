"""Answers questions with Wagtail's search; see the package."""

import json
import sys
from collections.abc import Callable
from typing import Any

import django
from django.conf import settings


def main() -> None:
    """Reads stories and questions, writes ``{way: [[numbers], error], …}`` as JSON."""
    given = json.load(sys.stdin)
    settings.configure(
        INSTALLED_APPS=[
            *("django.contrib.contenttypes", "django.contrib.auth", "taggit", "modelcluster"),
            *("wagtail", "wagtail.search", "bench.archive_wagtail"),
        ],
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
        WAGTAILSEARCH_BACKENDS={"default": {"BACKEND": "wagtail.search.backends.database"}},
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        STATIC_URL="/static/",
        USE_TZ=True,
    )
    django.setup()
    from django.core.management import call_command
    from wagtail.search.backends import get_search_backend
    from wagtail.search.utils import parse_query_string

    from bench.archive_wagtail.models import Story

    call_command("migrate", verbosity=0, run_syncdb=True)
    Story.objects.bulk_create(
        [Story(pk=number, title=headline, body=body) for number, headline, body in given["stories"]]
    )
    call_command("update_index", verbosity=0, stdout=sys.stderr)
    backend = get_search_backend()

    def typed(text: str) -> Any:
        return backend.search(text, Story)

    def parsed(text: str) -> Any:
        _, query = parse_query_string(text, operator="and")
        return backend.search(query, Story)

    answers = {
        name: [_answer(way, text, given["most"]) for text in given["questions"]]
        for name, way in (("typed", typed), ("parsed", parsed))
    }
    print(json.dumps({"backend": type(backend).__name__, **answers}))


def _answer(way: Callable[[str], Any], text: str, most: int) -> dict[str, Any]:
    try:
        return {"found": [story.pk for story in way(text)[:most]], "error": ""}
    except Exception as error:  # whatever it raises is what a reader would be shown
        return {"found": [], "error": type(error).__name__}


if __name__ == "__main__":
    main()
