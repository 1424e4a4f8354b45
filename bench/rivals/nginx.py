"""nginx: the limit with ready files, and the usual proxy with a page cache in front of others."""

import gzip
import os
import subprocess
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path

from bench.rivals.sides import Side, free, started, tool

FRAME = """
worker_processes {cores};
worker_rlimit_nofile 20000;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
{user}
events {{ worker_connections 4096; }}
http {{
    access_log off;
    sendfile on;
    tcp_nopush on;
    keepalive_requests 1000000000;
    types {{ text/html html; text/css css; application/javascript js; }}
    default_type "text/html; charset=utf-8";
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    {inside}
}}
"""

READY = """
    gzip_static on;
    gzip_vary on;
    open_file_cache max=1000 inactive=60s;
    server {{
        listen 127.0.0.1:{port} reuseport;
        root {folder}/files;
        add_header Cache-Control "public, max-age=60";
    }}
"""

CACHE = """
    {kind}_cache_path {folder}/cache levels=1:2 keys_zone=pages:20m max_size=4g inactive=1h use_temp_path=off;
    {kind}_cache_key "$http_accept_encoding$request_uri";
"""


def start(stack: ExitStack, folder: Path, inside: str) -> "subprocess.Popen[bytes]":
    """An nginx of its own with the configuration ``inside``."""
    folder.mkdir(parents=True, exist_ok=True)
    user = "user root;" if os.geteuid() == 0 else ""
    text = FRAME.format(cores=os.cpu_count() or 1, folder=folder, inside=inside, user=user)
    (folder / "nginx.conf").write_text(text)
    return started(stack, [tool("nginx"), "-c", folder / "nginx.conf", "-g", "daemon off;"], folder)


def empty(folder: Path) -> None:
    """Takes every page out of a cache, as a publication has to where nobody knows which pages it touches."""
    for file in (folder / "cache").rglob("*"):
        if file.is_file():
            file.unlink(missing_ok=True)


def limit(stack: ExitStack, folder: Path, pages: Iterable[tuple[str, bytes]], paths: Sequence[str]) -> Side:
    """nginx with ``pages`` (path, HTML) as ready compressed files."""
    for path, body in pages:
        file = folder / "files" / f"{path.strip('/')}.gz"
        if not file.exists():
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(gzip.compress(body, 6))
    port = free()
    process = start(stack, folder, READY.format(port=port, folder=folder))
    said = subprocess.run([tool("nginx"), "-v"], capture_output=True, text=True, check=True).stderr
    return Side(
        "nginx, ready files", port, paths, [process], version=said.strip().rpartition("/")[2], loads=("hot", "random")
    )
