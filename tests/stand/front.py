"""nginx with the configuration of ``deploy/nginx``, in front of a stand."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.stand.processes import ROOT, running

FOLDER = ROOT / "deploy/nginx"
WHOLE = """
daemon off;
worker_processes 1;
{user}
pid {folder}/nginx.pid;
error_log {folder}/error.log;
{modules}
events {{ worker_connections 64; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/harkara.conf;
}}
"""
DENSE = Path("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so")


def configured(folder: Path, behind: int, port: int, *, keyed: bool = False) -> Path:
    """Writes the configuration for the paper in ``folder`` (its rack is ``rack`` there), whose stand listens at ``behind``; nginx
    will listen at ``port``. ``keyed``: pages say their keys.
    """
    for file in FOLDER.iterdir():
        text = file.read_text().replace("127.0.0.1:8000", f"127.0.0.1:{behind}").replace("/srv/harkara", str(folder))
        text = re.sub(r"listen 80;\n\s+listen \[::\]:80;", f"listen 127.0.0.1:{port};", text)
        text = text.replace("include harkara-", f"include {folder}/harkara-")
        text = text.replace("# add_header surrogate", "add_header surrogate") if keyed else text
        (folder / file.name).write_text(text.replace("# brotli_static", "brotli_static") if DENSE.exists() else text)
    modules = f"load_module {DENSE};" if DENSE.exists() else ""
    user = f"user {Path(folder).owner()};"
    (folder / "nginx.conf").write_text(WHOLE.format(folder=folder, modules=modules, user=user))
    return folder / "nginx.conf"


def command(configuration: Path, before: Sequence[str] = ()) -> list[str]:
    """The command line of nginx."""
    return [*before, "nginx", "-c", str(configuration), "-e", "stderr"]


@contextmanager
def nginx(folder: Path, behind: int, port: int, *, keyed: bool = False) -> Iterator[None]:
    """nginx in front of a paper for the length of the block."""
    with running(command(configured(folder, behind, port, keyed=keyed)), port):
        yield
