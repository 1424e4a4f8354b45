"""Where old addresses lead, in the forms in which servers read it: nginx's maps, the ``_redirects`` of hosts of static sites, and
for servers that know neither a small page in the old place that leads on.
"""

from html import escape
from typing import Final
from urllib.parse import quote

SAFE: Final = "/:@!$&'()*+,;=~-._"
"""What stands in the path of an address as it is (RFC 3986, 3.3)."""

PAGE: Final = (
    '<!doctype html><html lang="bn"><meta charset="utf-8"><title>নতুন ঠিকানা</title>'
    '<meta name="robots" content="noindex"><link rel="canonical" href="{whole}">'
    '<meta http-equiv="refresh" content="0;url={target}"><p><a href="{target}">এখানে যান</a></p></html>\n'
)

MAPS: Final = r"""# Where old addresses lead: include this file in http { … } of nginx, and mend the paths. A map of a million lines takes some
# seconds to load. What names an AMP page or a smaller copy of a picture leads where the page or the whole picture does.

map_hash_bucket_size 4096;
map_hash_max_size 4194304;
map $uri $harkara_old {
    default $uri;
    "~^(?<harkara_stem>/.*/)amp/?$" $harkara_stem;
    "~^(?<harkara_file>.+?)(?:-(?:[0-9]{2,5}x[0-9]{2,5}|scaled|rotated))+(?<harkara_form>\.(?:jpe?g|png|gif|webp|avif))$" $harkara_file$harkara_form;
}
map $harkara_old $harkara_moved { default ""; include /srv/paper/site/nginx/moved.map; }
map $uri $harkara_passing { default ""; include /srv/paper/site/nginx/passing.map; }
map $uri?$args $harkara_asked { default ""; include /srv/paper/site/nginx/asked.map; }
map $harkara_old $harkara_gone { default ""; include /srv/paper/site/nginx/gone.map; }
map $uri?$args $harkara_asked_gone { default ""; include /srv/paper/site/nginx/asked-gone.map; }
"""  # noqa: E501 (a pattern is one line)

NGINX: Final = """\
# What nginx needs to serve this folder as Harkara served it: include maps.conf in http { … }, this file in server { … }, and mend
# the path.

root /srv/paper/site/public;
charset utf-8;
default_type application/octet-stream;
absolute_redirect off;
error_page 404 /404.html;
error_page 410 /410.html;
location = /404.html { }
location = /410.html { }
location / {
    if ($harkara_gone) { return 410; }
    if ($harkara_asked_gone) { return 410; }
    if ($harkara_asked) { return 301 $harkara_asked; }
    if ($harkara_moved) { return 301 $harkara_moved; }
    if ($harkara_passing) { return 302 $harkara_passing; }
    try_files $uri $uri/index.html =404;
}
location /assets/ { add_header Cache-Control "public, max-age=31536000, immutable"; }
"""


def encoded(path: str) -> str:
    """A path as it stands in an address.

    >>> encoded("/world/12/খবর ক")
    '/world/12/%E0%A6%96%E0%A6%AC%E0%A6%B0%20%E0%A6%95'
    """
    return quote(path, safe=SAFE)


def nginx_moved(path: str, target: str) -> str:
    """A line of nginx's map: the path as nginx has it in ``$uri``, decoded, and where it leads.

    >>> nginx_moved("/a b", "/c")
    '"/a b" "/c";\\n'
    """
    return f'"{_quoted(path)}" "{_target(target)}";\n'


def nginx_asked(path: str, target: str) -> str:
    """A line of nginx's map for an address with a query, which nginx has encoded in ``$args``.

    >>> nginx_asked("/?tag=নদী", "/topic/নদী/")
    '"/?tag=%E0%A6%A8%E0%A6%A6%E0%A7%80" "/topic/%E0%A6%A8%E0%A6%A6%E0%A7%80/";\\n'
    """
    return f'"{_quoted(_as_asked(path))}" "{_target(target)}";\n'


def nginx_gone(path: str) -> str:
    """A line of nginx's map of what is gone."""
    return f'"{_quoted(_as_asked(path))}" 1;\n'


def redirects(path: str, target: str, status: int) -> str:
    """A line of ``_redirects``.

    >>> redirects("/12", "/world/12/ক", 302)
    '/12 /world/12/%E0%A6%95 302\\n'
    """
    return f"{encoded(path)} {encoded(target)} {status}\n"


def page(target: str, origin: str) -> bytes:
    """A page that leads on to ``target``, a path."""
    where = escape(encoded(target))
    return PAGE.format(target=where, whole=escape(origin) + where).encode()


def _as_asked(path: str) -> str:
    """A path as nginx has it, with what is asked for encoded."""
    stem, mark, asked = path.partition("?")
    return f"{stem}{mark}{quote(asked, safe=SAFE)}"


def _quoted(path: str) -> str:
    return path.replace("\\", "\\\\").replace('"', '\\"')


def _target(path: str) -> str:
    """Where something leads, for nginx: a dollar sign would name a variable."""
    return encoded(path).replace("$", "%24")
