"""WordPress as Debian packs it: PHP-FPM, MariaDB, nginx in front; with nginx's page cache as its second side."""

import json
import os
import subprocess
from contextlib import ExitStack
from pathlib import Path

from bench.rivals import nginx
from bench.rivals.database import MariaDB, libraries, program
from bench.rivals.packages import copied, root
from bench.rivals.sides import Side, Skipped, answers, free, started
from bench.rivals.stories import told

CONFIG = """<?php
define('DB_NAME', 'wordpress'); define('DB_USER', 'root'); define('DB_PASSWORD', '');
define('DB_HOST', 'localhost:{socket}'); define('DB_CHARSET', 'utf8mb4');
define('WP_HOME', 'http://127.0.0.1:{port}'); define('WP_SITEURL', WP_HOME);
define('WP_AUTO_UPDATE_CORE', false); define('DISABLE_WP_CRON', true); define('WP_HTTP_BLOCK_EXTERNAL', true);
$table_prefix = 'wp_';
if (!defined('ABSPATH')) define('ABSPATH', '{site}/');
require_once ABSPATH . 'wp-settings.php';
"""

WRITE = """<?php
define('WP_INSTALLING', true);
$_SERVER['HTTP_HOST'] = '127.0.0.1';
require '{site}/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';
if (!is_blog_installed()) wp_install('খবর', 'admin', 'admin@example.org', true, '', 'not-used-anywhere');
switch_theme('twentytwentythree');
update_option('permalink_structure', '/news/%post_id%/');
flush_rewrite_rules(false);
global $wpdb;
$told = json_decode(file_get_contents('{stories}'), true);
foreach ($told as $one) {{
  $wpdb->insert($wpdb->posts, array('ID' => $one['number'] + 1000, 'post_author' => 1, 'post_title' => $one['headline'],
    'post_content' => $one['body'], 'post_status' => 'publish', 'post_type' => 'post', 'post_name' => 'n' . $one['number'],
    'post_date' => '2026-01-01 00:00:00', 'post_date_gmt' => '2026-01-01 00:00:00', 'post_excerpt' => '',
    'to_ping' => '', 'pinged' => '', 'post_content_filtered' => ''));
  $wpdb->insert($wpdb->term_relationships, array('object_id' => $one['number'] + 1000, 'term_taxonomy_id' => 1));
}}
echo $wp_version;
"""

PUBLISH = """<?php
$_SERVER['HTTP_HOST'] = '127.0.0.1';
require '{site}/wp-load.php';
wp_insert_post(array('post_title' => 'এইমাত্র পাওয়া খবর', 'post_content' => 'খবর', 'post_status' => 'publish'));
"""

SERVER = """
    {cache}
    gzip on;
    gzip_vary on;
    server {{
        listen 127.0.0.1:{port};
        root {site};
        index index.php;
        location / {{ try_files $uri /index.php?$args; }}
        location ~ \\.php$ {{
            fastcgi_pass unix:{php};
            fastcgi_param SCRIPT_FILENAME $document_root$fastcgi_script_name;
            fastcgi_param QUERY_STRING $query_string;
            fastcgi_param REQUEST_METHOD $request_method;
            fastcgi_param REQUEST_URI $request_uri;
            fastcgi_param SCRIPT_NAME $fastcgi_script_name;
            fastcgi_param DOCUMENT_ROOT $document_root;
            fastcgi_param SERVER_NAME 127.0.0.1;
            fastcgi_param SERVER_PORT {port};
            fastcgi_param HTTP_HOST 127.0.0.1:{named};
            {use}
        }}
    }}
"""

USE = """
            fastcgi_cache pages;
            fastcgi_cache_valid 200 10m;
            fastcgi_cache_lock on;
            fastcgi_ignore_headers Cache-Control Expires Set-Cookie;
"""

FPM = """[global]
error_log = {place}/php.log
daemonize = no
[www]
listen = {place}/php.sock
pm = static
pm.max_children = {children}
pm.max_requests = 0
user = root
group = root
"""

INI = """extension_dir = {extensions}
{loaded}
zend_extension = opcache
opcache.enable = 1
opcache.memory_consumption = 128
opcache.validate_timestamps = 0
memory_limit = 256M
include_path = ".:{base}/usr/share/php"
"""

WANTED = ("mysqlnd", "mysqli", "mbstring", "gd", "tokenizer", "ctype", "iconv", "fileinfo", "exif", "posix", "phar")


def sides(stack: ExitStack, folder: Path, stories: int, database: MariaDB) -> tuple[Side, Side]:
    """WordPress without and with a page cache. Raises :class:`Skipped`."""
    base, place = root(folder), folder / "wordpress"
    if not (base / "usr/share/wordpress").exists():
        raise Skipped("WordPress was not brought by --prepare.")
    site = place / "site"
    copied(base / "usr/share/wordpress", site, base)
    for part in ("plugins", "uploads"):
        (site / "wp-content" / part).mkdir(parents=True, exist_ok=True)
    port, cached = free(), free()
    (site / "wp-config.php").write_text(CONFIG.format(socket=database.socket, port=port, site=site))
    _configure(base, place)
    version = _write(folder, place, site, stories, database)
    fpm: list[str | Path] = [program(folder, "php-fpm*"), "-R", "-F", "-c", place / "php.ini", "-y", place / "fpm.conf"]
    php = started(stack, fpm, place / "fpm", libraries(folder) | {"PHP_INI_SCAN_DIR": ""})
    found = []
    for name, own, cache, use in (
        ("WordPress", port, "", ""),
        ("WordPress, nginx's page cache", cached, nginx.CACHE.format(kind="fastcgi", folder=place / "cached"), USE),
    ):
        front = place / ("cached" if cache else "plain")
        text = SERVER.format(cache=cache, use=use, port=own, named=port, site=site, php=place / "php.sock")
        process = nginx.start(stack, front, text)
        paths = [f"/news/{one.number + 1000}/" for one in told(stories)]
        answers(name, own, paths[0], needs=told(stories)[0].headline.split()[1])

        def publish(front: Path = front) -> None:
            _run(folder, place, PUBLISH.format(site=site))
            nginx.empty(front)

        def forget(front: Path = front) -> None:
            nginx.empty(front)

        processes = [process, php, database.process]
        loads = ("hot", "random", "after") if cache else ("hot", "random", "first", "after")
        found.append(Side(name, own, paths, processes, version, loads, publish, forget))
    return found[0], found[1]


def _configure(base: Path, place: Path) -> None:
    extensions = next((base / "usr/lib/php").glob("2*"), None)
    if extensions is None:
        raise Skipped("PHP's extensions are not among the packages.")
    loaded = "\n".join(f"extension = {one}" for one in WANTED if (extensions / f"{one}.so").exists())
    (place / "php.ini").write_text(INI.format(extensions=extensions, loaded=loaded, base=base))
    (place / "fpm.conf").write_text(FPM.format(place=place, children=2 * (os.cpu_count() or 1)))


def _write(folder: Path, place: Path, site: Path, stories: int, database: MariaDB) -> str:
    """Fills an empty WordPress; returns its version."""
    noted = place / f"written-{stories}"
    if not noted.exists():
        database.say("DROP DATABASE IF EXISTS wordpress; CREATE DATABASE wordpress CHARACTER SET utf8mb4;")
        rows = [
            {
                "number": one.number,
                "headline": one.headline,
                "body": "\n\n".join(
                    f"<!-- wp:paragraph --><p>{text}</p><!-- /wp:paragraph -->" for text in one.paragraphs
                ),
            }
            for one in told(stories)
        ]
        (place / "stories.json").write_text(json.dumps(rows))
        said = _run(folder, place, WRITE.format(site=site, stories=place / "stories.json"))
        noted.write_text(said.strip().splitlines()[-1])
    return noted.read_text()


def _run(folder: Path, place: Path, script: str) -> str:
    """Has PHP run a script."""
    (place / "run.php").write_text(script)
    command = [program(folder, "php8*"), "-d", "memory_limit=1G", "-c", place / "php.ini", place / "run.php"]
    environment = libraries(folder) | {"PHP_INI_SCAN_DIR": ""}
    done = subprocess.run([*map(str, command)], env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Skipped(f"WordPress cannot be set up: {(done.stderr or done.stdout).strip()[:300]}")
    return done.stdout
