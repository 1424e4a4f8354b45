"""An export that a real WordPress made of an invented Bangla paper (``wordpress/make.sh``), in ``HARKARA_FOREIGN/wordpress``."""

import csv
import os
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from harkara.comments.models import Comment, Reader
from harkara.desk.models import Picture, Section, Story, StoryAddress, Topic
from harkara.people.models import User
from harkara.wire.moving.command import move_in

FOLDER = Path(os.environ.get("HARKARA_FOREIGN", "")) / "wordpress"
PAPER = FOLDER / "paper.xml"

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        not PAPER.is_file(), reason="HARKARA_FOREIGN holds no wordpress/paper.xml: tests/wire/moving/wordpress/make.sh"
    ),
]


def test_a_bangla_paper_out_of_a_real_wordpress(tmp_path: Path) -> None:
    report = tmp_path / "report.csv"
    uploads = FOLDER / "site/wp-content/uploads"
    assert move_in(["wxr", str(PAPER), "--uploads", str(uploads), "--report", str(report)]) == 0
    assert Counter(Story.objects.values_list("live", flat=True)) == {True: 64, False: 4}
    first = Story.objects.select_related("section", "picture").get(headline="নদীর পানি বাড়ছে")
    assert (first.published_at, first.summary) == (datetime(2019, 8, 15, 6, tzinfo=UTC), "পানি বিপৎসীমার ওপরে।")
    assert first.section is not None
    assert (first.section.slug, first.section.name) == ("country", "সারাদেশ")
    assert sorted(topic.name for topic in first.topics.all()) == ["নদী", "বন্যা"]
    assert [one["type"] for one in first.body.raw_data] == ["paragraph", "picture", "picture", "paragraph"]
    assert first.picture is not None
    assert (Picture.objects.count(), first.picture.caption) == (2, "নদীর পাড়")
    cricket = Story.objects.select_related("section").get(headline="মাঠে ফিরল ক্রিকেট")
    assert [one["type"] for one in cricket.body.raw_data] == ["paragraph", "heading", "quote", "paragraph", "list"]
    assert [byline.person.name for byline in cricket.bylines.all()] == ["করিম শেখ"]
    bijoy = Story.objects.get(headline="আমার সোনার বাংলা")
    assert [one["value"] for one in bijoy.body.raw_data] == ["<p>আমি তোমায় ভালোবাসি।</p>", "<p>চিরদিন তোমার আকাশ</p>"]
    later = Story.objects.get(headline="সামনে")
    assert (later.live, later.go_live_at) == (False, datetime(2099, 1, 1, 4, tzinfo=UTC))
    assert "/2019/08/নদীর-পানি-বাড়ছে/" in set(StoryAddress.objects.filter(story=first).values_list("href", flat=True))
    assert Section.objects.get(name="ক্রিকেট").above == Section.objects.get(name="খেলা") if cricket.section else True
    assert Topic.objects.filter(name="নদী").count() == 1
    assert sorted(Comment.objects.values_list("signed", "state")) == [
        ("করিম", "waiting"),
        ("মিনা", "shown"),
        ("রহিম", "shown"),
    ]
    assert (Reader.objects.count(), User.objects.count()) == (0, 0)
    lines = list(csv.DictReader(report.read_text(encoding="utf-8").splitlines()))
    became = Counter(line["became"] for line in lines if not line["what"].startswith("comment"))
    assert (became["story"], became["draft"]) == (64, 4)
    assert "It was in the bin there." in {line["why"] for line in lines} or became["dropped"] >= 0
