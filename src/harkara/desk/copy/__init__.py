"""Reads what may be published, as ``layout.copy``'s dataclasses, and notes the keys of all that was read.

The desk's main door. Every function may be called inside ``rack.keys.recording()``; what it shows, and what it looked
for and did not find, is then recorded. Every list takes a constant number of queries.
"""

from harkara.desk.copy.alerts import alerts
from harkara.desk.copy.almanac import anniversary, has_anniversary, has_month, month, months, years
from harkara.desk.copy.cards import ahead as cards_ahead
from harkara.desk.copy.cards import card, opened
from harkara.desk.copy.comments import staff_names, under
from harkara.desk.copy.corrections import correction_pages, corrections
from harkara.desk.copy.coverage import covered, live, live_page
from harkara.desk.copy.coverage import running as live_now
from harkara.desk.copy.days import day, days
from harkara.desk.copy.documents import document, documents
from harkara.desk.copy.embeds import embed
from harkara.desk.copy.frame import paper, part_of
from harkara.desk.copy.fronts import front, rail
from harkara.desk.copy.icons import icon
from harkara.desk.copy.listings import (
    area,
    area_pages,
    areas,
    merged_topics,
    newer,
    older_pages,
    section,
    section_pages,
    sections,
    topic,
    topic_feed,
    topic_pages,
    topics,
)
from harkara.desk.copy.look import keeps, look
from harkara.desk.copy.maps import changed, ids, killed, map_of_day, published_lately, recent
from harkara.desk.copy.measure import measure
from harkara.desk.copy.moved import (
    last_story_address,
    moved,
    moved_at,
    moved_lots,
    moved_to,
    stories_at,
    story_addresses,
)
from harkara.desk.copy.packages import PackageStanding, package, package_standings, packages
from harkara.desk.copy.pictures import PictureBytes, picture
from harkara.desk.copy.polls import poll
from harkara.desk.copy.profiles import ProfileStanding, newest_of, profile, profile_standings, profiles
from harkara.desk.copy.spaces import ad, ads, code, codes, space, spaces
from harkara.desk.copy.stories import Alone, Standing, newest_ids, standing, standings, story, story_lot
from harkara.desk.copy.subjects import subjects
from harkara.desk.copy.teasers import Case
from harkara.desk.copy.teasers import Set as TeaserSet
from harkara.desk.copy.teasers import standing as standing_teasers

__all__ = [
    "Alone",
    "Case",
    "PackageStanding",
    "PictureBytes",
    "ProfileStanding",
    "Standing",
    "TeaserSet",
    "ad",
    "ads",
    "alerts",
    "anniversary",
    "area",
    "area_pages",
    "areas",
    "card",
    "cards_ahead",
    "changed",
    "code",
    "codes",
    "correction_pages",
    "corrections",
    "covered",
    "day",
    "days",
    "document",
    "documents",
    "embed",
    "front",
    "has_anniversary",
    "has_month",
    "icon",
    "ids",
    "keeps",
    "killed",
    "last_story_address",
    "live",
    "live_now",
    "live_page",
    "look",
    "map_of_day",
    "measure",
    "merged_topics",
    "month",
    "months",
    "moved",
    "moved_at",
    "moved_lots",
    "moved_to",
    "newer",
    "newest_ids",
    "newest_of",
    "older_pages",
    "opened",
    "package",
    "package_standings",
    "packages",
    "paper",
    "part_of",
    "picture",
    "poll",
    "profile",
    "profile_standings",
    "profiles",
    "published_lately",
    "rail",
    "recent",
    "section",
    "section_pages",
    "sections",
    "space",
    "spaces",
    "staff_names",
    "standing",
    "standing_teasers",
    "standings",
    "stories_at",
    "story",
    "story_addresses",
    "story_lot",
    "subjects",
    "topic",
    "topic_feed",
    "topic_pages",
    "topics",
    "under",
    "years",
]
