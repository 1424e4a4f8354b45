"""What a correspondent files from a phone: once however often it is sent, with pictures that come part by part."""

import io
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import close_old_connections, connection, connections
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from PIL import Image

from harkara.desk import actions, clock, filings
from harkara.desk.actions.file_piece import AN_HOUR, Announced, Piece
from harkara.desk.errors import Missing, Refused
from harkara.desk.models import Area, FiledPicture, Filing, IncomingClipping, Person, Picture, PicturePart, Remit, Story
from harkara.people.models import User
from tests.desk.factories import NOON, make_desk, make_section, make_user
from tests.wire.mail.letters import photo

pytestmark = pytest.mark.django_db

TEXT = "উলিপুরে তিস্তার পানি বেড়েছে। চরের দুই শ পরিবার বাঁধে উঠেছে।\n\nত্রাণ পৌঁছায়নি।"
PIECE = Piece("a1b2c3d4e5f6", TEXT, "উলিপুর (কুড়িগ্রাম)")


@pytest.fixture
def rina() -> User:
    return make_user("rina", group="correspondent", first_name="রিনা", last_name="খাতুন")


def with_picture(size: int, name: str = "picture-0001") -> Piece:
    return replace(PIECE, pictures=(Announced(name, "ঘাট.jpg", size, "বাঁধের ওপর পরিবারগুলো"),))


def refused(piece: Piece, user: User) -> str:
    with translation.override("en"), pytest.raises(Refused) as told:
        actions.file_piece(piece, user)
    return str(told.value)


def test_it_lies_in_the_tray_with_sender_place_and_both_times(rina: User) -> None:
    with clock.at(NOON):
        row = actions.file_piece(replace(PIECE, age=timedelta(hours=3), note="নাম ছাপবেন না"), rina)
    clipping = IncomingClipping.objects.get()
    assert (row.clipping_id, row.filed_at, row.written_at) == (clipping.pk, NOON, NOON - timedelta(hours=3))
    assert (clipping.outlet, clipping.byline, clipping.dateline) == ("রিনা খাতুন", "রিনা খাতুন", "উলিপুর (কুড়িগ্রাম)")
    assert (clipping.published, clipping.filed_at) == (NOON - timedelta(hours=3), NOON)
    assert clipping.headline == "উলিপুরে তিস্তার পানি বেড়েছে"
    assert clipping.paragraphs == ["উলিপুরে তিস্তার পানি বেড়েছে। চরের দুই শ পরিবার বাঁধে উঠেছে।", "ত্রাণ পৌঁছায়নি।"]
    assert clipping.told == {"sender": "রিনা খাতুন", "places": ["উলিপুর (কুড়িগ্রাম)"], "note": "নাম ছাপবেন না"}
    assert clipping.guid == f"phone:{rina.pk}:a1b2c3d4e5f6"


def test_a_draft_of_it_has_its_chain_its_byline_and_its_place(rina: User) -> None:
    desk = make_desk("মফস্বল")
    Remit.objects.create(user=rina, desk=desk)
    make_section("national")
    row = actions.file_piece(PIECE, rina)
    story = actions.draft_from(row.clipping, make_user("tom", group="desk_editor"))
    assert [(link.name, link.kind) for link in story.source_links.all()] == [("রিনা খাতুন", "own"), ("আমাদের ডেস্ক", "own")]
    assert story.source_links.all()[0].told_at == row.written_at
    assert [str(line.person) for line in story.bylines.all()] == ["রিনা খাতুন"]
    assert (story.desk, story.dateline, Person.objects.count()) == (desk, "উলিপুর (কুড়িগ্রাম)", 1)
    assert [area.slug for area in story.areas.all()] == [Area.objects.get(name="উলিপুর").slug]


def test_the_same_piece_twice_is_filed_once(rina: User) -> None:
    first = actions.file_piece(PIECE, rina)
    User.objects.filter(pk=rina.pk).update(last_name="বেগম")
    again = actions.file_piece(PIECE, User.objects.get(pk=rina.pk))
    assert (first.pk, Filing.objects.count(), IncomingClipping.objects.count()) == (again.pk, 1, 1)


def test_two_correspondents_may_call_their_pieces_alike(rina: User) -> None:
    actions.file_piece(PIECE, rina)
    actions.file_piece(PIECE, make_user("kamal", group="correspondent"))
    assert IncomingClipping.objects.count() == 2


def test_a_later_version_brings_the_clipping_up_to_date(rina: User) -> None:
    actions.file_piece(PIECE, rina)
    newer = replace(PIECE, version=2, text="পানি কমছে।", headline="তিস্তার পানি কমছে")
    actions.file_piece(newer, rina)
    actions.file_piece(PIECE, rina)
    clipping = IncomingClipping.objects.get()
    assert (clipping.headline, clipping.text) == ("তিস্তার পানি কমছে", "পানি কমছে।")
    assert [str(old.headline) for old in clipping.versions.all()] == ["উলিপুরে তিস্তার পানি বেড়েছে"]


def test_pasted_bijoy_becomes_unicode(rina: User) -> None:
    actions.file_piece(replace(PIECE, text="XvKvq e„wó n‡q‡Q", place="XvKv", headline="XvKvq e„wó"), rina)
    clipping = IncomingClipping.objects.get()
    assert (clipping.headline, clipping.text, clipping.dateline) == ("ঢাকায় বৃষ্টি", "ঢাকায় বৃষ্টি হয়েছে", "ঢাকা")


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"text": " \n "}, "There is no text yet"),
        ({"text": "ক" * 50_001}, "This is too long for one piece"),
        ({"place": ""}, "Say where this is from"),
        ({"pictures": tuple(Announced(f"p{n}", "a", 9) for n in range(11))}, "These are too many pictures"),
        ({"pictures": (Announced("p", "a", 0),)}, "A picture is empty or larger than 8 MB"),
        ({"pictures": (Announced("p", "a", 9_000_000),)}, "A picture is empty or larger than 8 MB"),
    ],
)
def test_what_is_no_piece_is_refused_in_a_sentence(rina: User, changed: dict[str, object], sentence: str) -> None:
    assert refused(replace(PIECE, **changed), rina).startswith(sentence)  # type: ignore[arg-type]  # one of its fields
    assert IncomingClipping.objects.count() == 0


@pytest.mark.parametrize("role", ["moderator"])
def test_who_may_not_file_is_refused(role: str) -> None:
    assert "has no right to do this: file from a phone" in refused(PIECE, make_user(group=role))


def test_more_than_anybody_writes_in_an_hour_stays_on_the_phone(rina: User) -> None:
    with clock.at(NOON):
        for number in range(AN_HOUR):
            actions.file_piece(replace(PIECE, name=f"piece-{number:04}"), rina)
        assert refused(PIECE, rina).startswith("That is more than anybody writes in an hour")
        actions.file_piece(replace(PIECE, name="piece-0000"), rina)  # what is filed stays answered
    with clock.at(NOON + timedelta(hours=1)):
        actions.file_piece(PIECE, rina)


def test_a_phone_whose_clock_is_wrong_wrote_now_or_within_a_month(rina: User) -> None:
    with clock.at(NOON):
        ahead = actions.file_piece(replace(PIECE, age=timedelta(hours=-5)), rina)
        behind = actions.file_piece(replace(PIECE, name="b1b2c3d4e5f6", age=timedelta(days=9_000)), rina)
    assert (ahead.written_at, behind.written_at) == (NOON, NOON - timedelta(days=30))


def test_a_picture_comes_in_parts_and_goes_on_where_it_stopped(rina: User) -> None:
    data = tagged()
    row = actions.file_piece(with_picture(len(data)), rina)
    half = len(data) // 2
    first = actions.add_part(rina, row.name, "picture-0001", 0, data[:half])
    lost = actions.add_part(rina, row.name, "picture-0001", 0, data[:half])  # the answer was lost
    ahead = actions.add_part(rina, row.name, "picture-0001", half + 9, data[half + 9 :])
    assert (first.have, lost.have, ahead.have, Picture.objects.count()) == (half, half, half, 0)
    done = actions.add_part(rina, row.name, "picture-0001", half, data[half:])
    again = actions.add_part(rina, row.name, "picture-0001", half, data[half:])
    picture = Picture.objects.get()
    assert (done.picture_id, again.picture_id, PicturePart.objects.count()) == (picture.pk, picture.pk, 0)
    assert (picture.caption, picture.credit, picture.terms) == ("বাঁধের ওপর পরিবারগুলো", "রিনা খাতুন", "")
    with Image.open(picture.file.path) as kept:
        assert dict(kept.getexif()) == {}
    clipping = IncomingClipping.objects.get()
    assert clipping.captions == ["বাঁধের ওপর পরিবারগুলো"]
    assert [one["address"] for one in clipping.pictures] == [f"/desk/images/{picture.pk}/"]
    assert clipping.changed_at is None  # nobody is told of a newer version


def tagged() -> bytes:
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (25.0, 33.0, 0.0)}
    Image.open(io.BytesIO(photo())).save(out, "JPEG", exif=exif)
    return out.getvalue()


def test_a_picture_whose_end_came_before_a_sudden_end_is_made_by_the_next_sending(rina: User) -> None:
    data = photo()
    row = actions.file_piece(with_picture(len(data)), rina)
    told = FiledPicture.objects.get()
    PicturePart.objects.create(picture=told, start=0, data=data, at=clock.now())
    FiledPicture.objects.update(have=len(data))
    done = actions.add_part(rina, row.name, "picture-0001", len(data), b"")
    assert (done.picture_id, Picture.objects.count()) == (Picture.objects.get().pk, 1)


def test_what_is_no_picture_is_refused_once_and_said(rina: User) -> None:
    data = b"%PDF-1.7 no picture"
    row = actions.file_piece(with_picture(len(data)), rina)
    with translation.override("en"):
        done = actions.add_part(rina, row.name, "picture-0001", 0, data)
    assert done.why.startswith("This is a file of type PDF")
    assert (done.picture_id, IncomingClipping.objects.get().pictures) == (None, [])


def test_parts_are_taken_of_pictures_that_were_told_of_alone(rina: User) -> None:
    row = actions.file_piece(with_picture(4), rina)
    with pytest.raises(Missing):
        actions.add_part(rina, row.name, "another", 0, b"x")
    with pytest.raises(Missing):
        actions.add_part(make_user("kamal", group="correspondent"), row.name, "picture-0001", 0, b"x")
    with pytest.raises(Refused):
        actions.add_part(rina, row.name, "picture-0001", 0, b"12345")
    with pytest.raises(Refused):
        actions.add_part(make_user(group="moderator"), row.name, "picture-0001", 0, b"1")


def test_a_version_without_a_picture_drops_it_and_one_with_another_waits_for_it(rina: User) -> None:
    data = photo()
    row = actions.file_piece(with_picture(len(data)), rina)
    actions.add_part(rina, row.name, "picture-0001", 0, data)
    both = (*with_picture(len(data)).pictures, Announced("picture-0002", "b.jpg", 5))
    actions.file_piece(replace(PIECE, version=2, text="দুটি ছবি।", pictures=both), rina)
    assert [len(clip.pictures) for clip in IncomingClipping.objects.all()] == [1]
    assert [fate.coming for fate in filings.fates(rina)] == [1]
    actions.file_piece(replace(PIECE, version=3, text="ছবি নেই।"), rina)
    assert [len(clip.pictures) for clip in IncomingClipping.objects.all()] == [0]


def test_parts_whose_rest_never_came_go_after_a_month(rina: User) -> None:
    with clock.at(NOON):
        row = actions.file_piece(with_picture(9), rina)
        actions.add_part(rina, row.name, "picture-0001", 0, b"1234")
    with clock.at(NOON + timedelta(days=31)):
        actions.file_piece(replace(PIECE, name="b1b2c3d4e5f6"), rina)
        assert (PicturePart.objects.count(), FiledPicture.objects.get().have) == (0, 0)


def test_a_person_s_pictures_on_their_way_are_bounded(rina: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules[Piece.__module__], "WAITING", 10)
    actions.file_piece(with_picture(6), rina)
    late = replace(with_picture(6, "picture-0002"), name="b1b2c3d4e5f6")
    assert refused(late, rina).startswith("Many of your pictures are still on their way")


def test_its_correspondent_sees_what_became_of_it_and_nothing_else(rina: User) -> None:
    make_section("national")
    row = actions.file_piece(PIECE, rina)
    editor = make_user("tom", group="desk_editor")
    assert [(fate.state, fate.address) for fate in filings.fates(rina)] == [("filed", "")]
    story = actions.draft_from(row.clipping, editor)
    assert [(fate.state, fate.address) for fate in filings.fates(rina)] == [("taken", "")]
    Story.objects.filter(pk=story.pk).update(
        live=True, published_at=NOON, slug="উলিপুর", section=make_section("national")
    )
    assert [(fate.state, fate.address) for fate in filings.fates(rina)] == [("printed", f"/{story.pk}")]
    assert filings.fates(editor) == []


@pytest.mark.parametrize("count", [1, 3])
def test_what_became_of_pieces_costs_two_queries(rina: User, count: int) -> None:
    for number in range(count):
        piece = replace(with_picture(5, f"picture-{number}"), name=f"piece-{number:04}")
        actions.draft_from(actions.file_piece(piece, rina).clipping, None)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert len(filings.fates(rina)) == count
    assert len(asked) == 2


@pytest.mark.django_db(transaction=True)
def test_sent_twice_at_the_same_moment_it_is_filed_once() -> None:
    rina = make_user("rina", group="correspondent")

    def send(_number: int) -> int:
        close_old_connections()
        try:
            return actions.file_piece(PIECE, User.objects.get(pk=rina.pk)).clipping_id
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as hands:
        found = set(hands.map(send, range(4)))
    assert (len(found), IncomingClipping.objects.count(), Filing.objects.count()) == (1, 1, 1)
