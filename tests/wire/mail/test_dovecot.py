"""The mailbox beside a mail server of the field: Dovecot, where it is installed (``apt install dovecot-imapd``)."""

import getpass
import grp
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from harkara.wire import mail
from harkara.wire.mail import mailbox
from harkara.wire.mail.mailbox import Address
from tests.wire.mail.letters import letter

DOVECOT = shutil.which("dovecot") or ("/usr/sbin/dovecot" if Path("/usr/sbin/dovecot").exists() else "")
CONFIG = """
base_dir = {base}/run
state_dir = {base}/state
log_path = {base}/log
listen = 127.0.0.1
protocols = imap
ssl = no
disable_plaintext_auth = no
first_valid_uid = 1
first_valid_gid = 1
mail_location = maildir:{base}/mail
default_login_user = {login}
default_internal_user = {user}
default_internal_group = {group}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
passdb {{
  driver = static
  args = password=river4711
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={base}/home
}}
"""


@dataclass
class Dovecot:
    port: int
    mail: Path

    def deliver(self, name: str, data: bytes) -> None:
        (self.mail / "tmp" / name).write_bytes(data)
        (self.mail / "tmp" / name).chmod(0o644)
        (self.mail / "tmp" / name).rename(self.mail / "new" / name)


@pytest.fixture
def dovecot() -> Iterator[Dovecot]:
    if not DOVECOT:
        pytest.skip("Dovecot is not installed: apt install dovecot-imapd")
    base = Path(tempfile.mkdtemp(prefix="dovecot-", dir="/tmp"))
    base.chmod(0o755)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    for name in ("cur", "new", "tmp"):
        (base / "mail" / name).mkdir(parents=True)
    user, login = getpass.getuser(), getpass.getuser()
    if user == "root":  # it serves nobody's mail as root
        user, login = "dovecot", "dovenull"
        subprocess.run(["chown", "-R", user, str(base)], check=True)
    group = grp.getgrgid(pwd.getpwnam(user).pw_gid).gr_name
    config = base / "dovecot.conf"
    config.write_text(CONFIG.format(base=base, port=port, user=user, login=login, group=group))
    process = subprocess.Popen([DOVECOT, "-F", "-c", str(config)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(100):
            with socket.socket() as knock:
                if knock.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield Dovecot(port, base / "mail")
    finally:
        process.terminate()
        process.wait(10)
        shutil.rmtree(base, ignore_errors=True)


@pytest.mark.process
@pytest.mark.long
def test_letters_come_once_and_stay_as_they_were(dovecot: Dovecot) -> None:
    where = Address("127.0.0.1", dovecot.port, "news", "INBOX", is_tls=False)
    now = datetime.now(UTC)
    for number in (1, 2):
        dovecot.deliver(
            f"{number}.letter", letter(subject=f"খবর {number}", Message_ID=f"<n{number}@x.example>").as_bytes()
        )
    first = mailbox.fetch(where, "river4711", {}, now, mail.read)
    assert [one.dispatches[0].headline for one in first.letters] == ["খবর 1", "খবর 2"]
    assert mailbox.fetch(where, "river4711", first.memo, now, mail.read).letters == ()
    dovecot.deliver("3.letter", letter(subject="খবর 3", Message_ID="<n3@x.example>").as_bytes())
    second = mailbox.fetch(where, "river4711", first.memo, now, mail.read)
    assert [one.dispatches[0].guid for one in second.letters] == ["n3@x.example"]
    again = mailbox.fetch(where, "river4711", {}, now, mail.read)
    assert len(again.letters) == 3
    seen = [path.name for path in [*(dovecot.mail / "cur").iterdir(), *(dovecot.mail / "new").iterdir()]]
    assert len(seen) == 3
    assert not [name for name in seen if "S" in name.rpartition(",")[2]]  # no letter is marked as seen
    with pytest.raises(mailbox.NoMailbox, match="does not let news in"):
        mailbox.fetch(where, "wrong", {}, now, mail.read)
    with pytest.raises(mailbox.NoMailbox, match="There is no folder “Archive”"):
        mailbox.fetch(Address("127.0.0.1", dovecot.port, "news", "Archive", False), "river4711", {}, now, mail.read)
