"""Folders and mailboxes as sources of the wire: taken on the round, once, with their pictures; what is said where they fail."""

import os
from pathlib import Path
from threading import Event

import pytest

from harkara.desk import clock
from harkara.desk.models import IncomingClipping, Picture, WireSource
from harkara.people.models import User
from harkara.wire.mail import mailbox as mailboxes
from harkara.wire.rounds import Round
from tests.wire.formats.wires import sample, telex
from tests.wire.mail.imap_server import PASSWORD, USER, Folder, Server, serving
from tests.wire.mail.letters import letter, photo

pytestmark = pytest.mark.django_db


@pytest.fixture
def drops(tmp_path: Path, settings: object) -> Path:
    settings.HARKARA_DROPS = tmp_path / "drops"  # type: ignore[attr-defined]
    settings.HARKARA_NETRC = tmp_path / "netrc"  # type: ignore[attr-defined]
    (tmp_path / "drops/agency").mkdir(parents=True)
    return tmp_path / "drops/agency"


def put(folder: Path, name: str, data: bytes, seconds: float = 1_000_000_000) -> None:
    (folder / name).write_bytes(data)
    os.utime(folder / name, (seconds, seconds))


def folder(address: object, **fields: object) -> WireSource:
    return WireSource.objects.create(name="নদীবার্তা", outlet="নদীবার্তা", kind="folder", address=str(address), **fields)


def mailbox(server: Server, secrets: Path, **fields: object) -> WireSource:
    secrets.write_text(f'machine 127.0.0.1 login {USER} password "{PASSWORD}"\n')
    secrets.chmod(0o600)
    address = f"imap://{USER.replace('@', '%40')}@127.0.0.1:{server.port}/INBOX"
    return WireSource.objects.create(name="চিঠি", outlet="চিঠি", kind="mailbox", address=address, **fields)


def look() -> None:
    """One round, in which every source is looked at."""
    for row in WireSource.objects.all():
        WireSource.objects.filter(pk=row.pk).update(next_at=clock.now())
    Round().run(Event(), once=True)


def lies(path: Path) -> list[str]:
    return sorted(str(one.relative_to(path)) for one in path.rglob("*") if one.is_file())


def test_a_folder_is_taken_on_the_round(drops: Path) -> None:
    put(drops, "a.xml", sample("nitf.xml"))
    put(drops, "rain-1600.jpg", photo())
    put(drops, "b.txt", telex("Rain =\n\nDHAKA (unb) - It rained."))
    put(drops, "c.pdf", b"%PDF-1.7")
    source = folder(drops)
    look()
    rows = {row.headline: row for row in IncomingClipping.objects.all()}
    assert set(rows) == {"পাহাড়ে ২০০ মিলিমিটার বৃষ্টি", "Rain"}
    assert {row.source_id for row in rows.values()} == {source.pk}
    assert {row.outlet for row in rows.values()} == {"নদীবার্তা"}
    shown = Picture.objects.get()
    assert [one["address"].split("/")[-2] for one in rows["পাহাড়ে ২০০ মিলিমিটার বৃষ্টি"].pictures] == [str(shown.pk)]
    assert [name.split("/")[0] + "/" + name.split("/")[-1] for name in lies(drops)] == [
        "done/a.xml",
        "done/b.txt",
        "done/rain-1600.jpg",
        "refused/c.pdf",
        "refused/c.pdf.reason.txt",
    ]
    source.refresh_from_db()
    assert (source.taken, source.error) == (2, {})
    assert source.report[0]["values"] == {
        "headline": "c.pdf",
        "why": "the file is a PDF; send NewsML-G2, NITF, ninjs, IPTC 7901",
    }
    look()
    assert IncomingClipping.objects.count() == 2


def test_killed_between_filing_and_moving_nothing_is_there_twice(drops: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(drops, "a.xml", sample("nitf.xml"))
    folder(drops)

    class Killed(BaseException):
        pass

    def replaced(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as broken:
        broken.setattr(os, "replace", replaced)
        with pytest.raises(Killed):
            look()
    assert (lies(drops), IncomingClipping.objects.count()) == (["a.xml"], 1)
    look()
    assert (len(lies(drops)), IncomingClipping.objects.count()) == (1, 1)


@pytest.mark.parametrize("address", ["/etc", "../..", "/", "{root}", "{root}/../secret", "{root}/way-out"])
def test_only_folders_below_the_drops_are_looked_at(drops: Path, address: str) -> None:
    (drops.parent / "way-out").symlink_to("/etc")
    source = folder(address.format(root=drops.parent))
    look()
    source.refresh_from_db()
    assert source.error["sentence"].startswith("“%(address)s” does not lie below")
    assert source.failures == 1


def test_a_folder_that_is_not_there(drops: Path) -> None:
    source = folder(drops.parent / "nowhere")
    look()
    source.refresh_from_db()
    assert source.error["values"]["why"] == "No such file or directory"


def test_letters_are_taken_on_the_round(drops: Path) -> None:
    User.objects.create_user("rahima", "Rahima@example.org", first_name="রহিমা", last_name="খাতুন")
    inbox = Folder()
    message = letter(sender="Rahima K <rahima@example.org>")
    message.add_attachment(photo(), maintype="image", subtype="jpeg", filename="ঘাট.jpg")
    message.add_attachment(b"rubbish", maintype="application", subtype="pdf", filename="old.pdf")
    inbox.add(message.as_bytes())
    inbox.add(letter(sender="Somebody <x@example.net>", Message_ID="<other@x>").as_bytes())
    with serving(INBOX=inbox) as server:
        source = mailbox(server, drops.parent.parent / "netrc")
        look()
        rows = list(IncomingClipping.objects.order_by("pk"))
        assert [row.source_chain[-1]["kind"] for row in rows] == ["own", "other"]
        assert (rows[0].dateline, rows[0].source_chain[-1]["name"]) == ("কুড়িগ্রাম", "রহিমা খাতুন")
        assert rows[0].pictures[0]["address"].endswith(f"/{Picture.objects.get().pk}/")
        source.refresh_from_db()
        assert (source.memo, source.taken) == ({"validity": 9, "uid": 2}, 2)
        assert source.report[0]["values"]["why"] == "“old.pdf” পড়া হয়নি: PDF ফাইল, লেখাটি চিঠিতে বা Word ফাইলে পাঠাতে হবে"
        inbox.add(letter(Message_ID="<third@x>").as_bytes())
        look()
    assert IncomingClipping.objects.count() == 3


def test_killed_between_filing_and_remembering_no_letter_is_there_twice(
    drops: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from harkara.desk import rounds

    inbox = Folder()
    inbox.add(letter().as_bytes())

    class Killed(BaseException):
        pass

    def looked(*_: object, **__: object) -> None:
        raise Killed

    with serving(INBOX=inbox) as server:
        source = mailbox(server, drops.parent.parent / "netrc")
        with monkeypatch.context() as broken:
            broken.setattr(rounds, "looked", looked)
            with pytest.raises(Killed):
                look()
        source.refresh_from_db()
        assert (source.memo, IncomingClipping.objects.count()) == ({}, 1)
        look()
    source.refresh_from_db()
    assert (source.memo["uid"], IncomingClipping.objects.count()) == (1, 1)


def test_a_mailbox_that_cannot_be_read_says_why(drops: Path) -> None:
    with serving() as server:
        source = mailbox(server, drops.parent.parent / "netrc")
        (drops.parent.parent / "netrc").write_text(f"machine 127.0.0.1 login {USER} password wrong\n")
        look()
    source.refresh_from_db()
    assert source.error == {"sentence": mailboxes.NOT_LET_IN, "values": {"host": "127.0.0.1", "user": USER}}
    assert "wrong" not in str(source.error)


def test_what_an_editor_writes_is_looked_at(drops: Path) -> None:
    from django.core.exceptions import ValidationError

    WireSource(name="ক", outlet="ক", kind="folder", address="agency").clean()
    WireSource(
        name="ক", outlet="ক", kind="mailbox", address="imaps://news%40paper.example@mail.example.org/INBOX"
    ).clean()
    for kind, address in (
        ("folder", ""),
        ("folder", "a\nb"),
        ("mailbox", "https://x.example"),
        ("mailbox", "imaps://news:river4711@mail.example.org/INBOX"),
    ):
        with pytest.raises(ValidationError):
            WireSource(name="ক", outlet="ক", kind=kind, address=address).clean()


@pytest.mark.long
def test_a_folder_is_looked_at_again_soon_and_a_full_mailbox_at_once(drops: Path) -> None:
    from harkara.wire.mail.mailbox import AT_ONCE

    source = folder("agency")
    before = clock.now()
    look()
    source.refresh_from_db()
    assert 10 <= (source.next_at - before).total_seconds() <= 60
    inbox = Folder()
    for number in range(AT_ONCE + 2):
        inbox.add(letter(f"খবর {number}, নদীর ঘাটে।", Message_ID=f"<m{number}@x>").as_bytes())
    with serving(INBOX=inbox) as server:
        full = mailbox(server, drops.parent.parent / "netrc")
        WireSource.objects.filter(pk=source.pk).delete()
        look()
    full.refresh_from_db()
    assert (full.memo["uid"], full.taken) == (AT_ONCE + 2, AT_ONCE + 2)
