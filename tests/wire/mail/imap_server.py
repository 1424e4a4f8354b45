"""A mail server as small as it can be: one user, folders of letters, what a reader of IMAP4rev1 (RFC 3501) asks for."""

import re
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

USER, PASSWORD = "news@paper.example", "river 4711"


@dataclass
class Folder:
    """Letters by UID. ``validity`` changes when a server makes a folder anew."""

    validity: int = 9
    letters: dict[int, bytes] = field(default_factory=dict)
    next_uid: int = 1

    def add(self, letter: bytes) -> int:
        uid = self.next_uid
        self.letters[uid] = letter.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
        self.next_uid += 1
        return uid


@dataclass
class Server:
    port: int
    folders: dict[str, Folder]
    asked: list[str] = field(default_factory=list)
    fails_at: str = ""
    """A command at which the server hangs up."""

    refuses: str = ""
    """A command that the server refuses for the moment."""


class _Session(socketserver.StreamRequestHandler):
    server: "_Threads"

    def handle(self) -> None:
        self.folder = Folder()
        self.say("* OK ready")
        with suppress(ConnectionError, ValueError):
            for raw in self.rfile:
                tag, _, rest = raw.decode("utf-8", "replace").strip().partition(" ")
                told = self.server.told
                told.asked.append(re.sub(r"(?i)^(LOGIN \S+).*", r"\1 …", rest))
                if told.fails_at and told.fails_at in rest:
                    return
                if told.refuses and told.refuses in rest:
                    self.say(f"{tag} NO [SERVERBUG] not now")
                    continue
                if not self.answer(tag, rest):
                    return

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def answer(self, tag: str, rest: str) -> bool:
        command = rest.upper()
        ok = f"{tag} OK done"
        if command == "CAPABILITY":
            self.say("* CAPABILITY IMAP4rev1")
        elif command.startswith("LOGIN"):
            wanted = f'LOGIN "{USER}" "{PASSWORD}"'
            if rest.replace('"', "") != wanted.replace('"', ""):
                ok = f"{tag} NO [AUTHENTICATIONFAILED] no"
        elif command.startswith(("SELECT", "EXAMINE")):
            name = rest.split(" ", 1)[1].strip('"')
            if name not in self.server.told.folders:
                ok = f"{tag} NO there is no such folder"
            else:
                self.folder = self.server.told.folders[name]
                self.say(f"* {len(self.folder.letters)} EXISTS")
                self.say(f"* OK [UIDVALIDITY {self.folder.validity}] valid")
                self.say(f"* OK [UIDNEXT {self.folder.next_uid}] next")
                ok = f"{tag} OK [READ-ONLY] opened"
        elif command.startswith("UID SEARCH"):
            told = re.search(r"UID (\d+):\*", rest)
            uids = sorted(self.folder.letters)
            found = [uid for uid in uids if told is None or uid >= int(told[1])] or uids[-1:]
            self.say("* SEARCH " + " ".join(map(str, found)))
        elif command.startswith("UID FETCH"):
            self.fetch(rest)
        elif command == "LOGOUT":
            self.say("* BYE")
            self.say(ok)
            return False
        else:
            ok = f"{tag} BAD what?"
        self.say(ok)
        return True

    def fetch(self, rest: str) -> None:
        uid = int(rest.split()[2])
        letter = self.folder.letters.get(uid)
        if letter is None:
            return
        number = sorted(self.folder.letters).index(uid) + 1
        if "RFC822.SIZE" in rest:
            self.say(f"* {number} FETCH (UID {uid} RFC822.SIZE {len(letter)})")
            return
        head = letter.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
        body, name = (head, "BODY[HEADER]") if "HEADER" in rest else (letter, "BODY[]")
        self.wfile.write(f"* {number} FETCH (UID {uid} {name} {{{len(body)}}}\r\n".encode() + body + b")\r\n")


class _Threads(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    told: Server


@contextmanager
def serving(**folders: Folder) -> Iterator[Server]:
    """A server on 127.0.0.1 with ``folders`` (an empty INBOX where none is given) until the block ends."""
    with _Threads(("127.0.0.1", 0), _Session) as threads:
        threads.told = Server(threads.server_address[1], folders or {"INBOX": Folder()})
        thread = threading.Thread(target=threads.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield threads.told
        finally:
            threads.shutdown()
            thread.join(5)
