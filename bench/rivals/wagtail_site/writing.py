"""Fills the empty site: ``python -m bench.rivals.wagtail_site.writing STORIES``, or ``publish`` for one story more."""

import sys
from datetime import UTC, datetime, timedelta

import django

from bench.rivals.stories import told

SECTIONS = 8
NOON = datetime(2026, 1, 1, 6, tzinfo=UTC)


def write(stories: int) -> None:
    """Tables, sections and ``stories`` published pages."""
    from django.core.management import call_command
    from django.db import transaction
    from wagtail.models import Page, Site

    from bench.rivals.wagtail_site.models import SectionPage, StoryPage

    call_command("makemigrations", "rival", verbosity=0)
    call_command("migrate", verbosity=0)
    top = Page.objects.get(depth=1)
    home = SectionPage(title="খবর", slug="news")
    top.add_child(instance=home)
    Site.objects.update(root_page=home)
    sections = [
        SectionPage(title=f"বিভাগ {number}", slug=f"s{number}", show_in_menus=True) for number in range(SECTIONS)
    ]
    for section in sections:
        home.add_child(instance=section)
    with transaction.atomic():
        for one in told(stories):
            body = [("paragraph", f"<p>{text}</p>") for text in one.paragraphs]
            page = StoryPage(
                title=one.headline, slug=f"n{one.number}", date=NOON + timedelta(minutes=one.number), body=body
            )
            sections[one.number % SECTIONS].add_child(instance=page)


def publish() -> None:
    """One story more; the page cache is emptied, since nobody knows which pages show it."""
    from django.core.cache import cache

    from bench.rivals.wagtail_site.models import SectionPage, StoryPage

    section = SectionPage.objects.get(slug="s1")
    page = StoryPage(title="এইমাত্র পাওয়া খবর", slug=f"x{StoryPage.objects.count()}", date=datetime.now(UTC), body=[])
    section.add_child(instance=page)
    page.save_revision().publish()
    cache.clear()


if __name__ == "__main__":
    django.setup()
    publish() if sys.argv[1] == "publish" else write(int(sys.argv[1]))
