"""Moving in: how many stories a second, and how much memory, for exports of two sizes. Run: python -m bench.moving [stories]

Writes exports of invented stories (Bangla, 1,200 code points, a category of twelve, three tags of sixty, a comment on every
tenth) to a scratch folder, imports each into an empty paper in a process of its own, and prints a table.
"""

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench import words
from harkara.bangla.slug import slugify

CHARACTERS = 1200
POOL = 2000
FIRST = datetime(2005, 1, 1, tzinfo=UTC)
HEAD = """<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>পরীক্ষা</title>
<link>https://old.example</link><wp:wxr_version>1.2</wp:wxr_version><wp:base_blog_url>https://old.example</wp:base_blog_url>
"""


def write(path: Path, stories: int, seed: int = 1) -> None:
    """Writes an export of ``stories`` posts, the oldest first."""
    with path.open("w", encoding="utf-8") as out:
        out.write(HEAD)
        out.writelines(_items(stories, seed))
        out.write("</channel></rss>\n")


def _items(stories: int, seed: int) -> Iterator[str]:
    dice = random.Random(seed)
    named, _ = words.vocabulary()
    tags = [word for word in named if len(word) > 3][:60]
    titles = [words.headline(dice) for _ in range(min(stories, POOL))]
    bodies = ["\n\n".join(words.body(dice, CHARACTERS)) for _ in range(min(stories, POOL))]
    for number in range(1, stories + 1):
        at = (FIRST + timedelta(minutes=8) * number).strftime("%Y-%m-%d %H:%M:%S")
        title, section = dice.choice(titles), dice.randrange(12)
        terms = f'<category domain="category" nicename="part-{chr(97 + section)}"><![CDATA[বিভাগ {section}]]></category>'
        terms += "".join(
            f'<category domain="post_tag" nicename="t{tags.index(tag)}"><![CDATA[{tag}]]></category>'
            for tag in dice.sample(tags, 3)
        )
        said = ""
        if number % 10 == 0:
            said = (
                f"<wp:comment><wp:comment_id>{number}</wp:comment_id><wp:comment_author>রহিম</wp:comment_author>"
                f"<wp:comment_date_gmt>{at}</wp:comment_date_gmt><wp:comment_content>ভালো লাগল।</wp:comment_content>"
                "<wp:comment_approved>1</wp:comment_approved><wp:comment_parent>0</wp:comment_parent></wp:comment>"
            )
        yield (
            f"<item><title><![CDATA[{title}]]></title><link>https://old.example/{at[:4]}/{number}-{slugify(title, 30)}/</link>"
            f"<dc:creator>desk{number % 7}</dc:creator><content:encoded><![CDATA[{dice.choice(bodies)}]]></content:encoded>"
            f"<wp:post_id>{number}</wp:post_id><wp:post_date_gmt>{at}</wp:post_date_gmt><wp:post_type>post</wp:post_type>"
            f"<wp:status>publish</wp:status>{terms}{said}</item>\n"
        )


def measure(stories: int, folder: Path) -> tuple[float, float, float]:
    """Seconds, stories a second, and megabytes at most, of an import into an empty paper."""
    home = folder / f"home-{stories}"
    home.mkdir()
    export = folder / f"{stories}.xml"
    write(export, stories)
    environment = {**os.environ, "HARKARA_HOME": str(home)}
    command = [sys.executable, "-m", "harkara"]
    for database in ((), ("--database", "readers")):
        subprocess.run([*command, "migrate", "-v0", *database], env=environment, check=True)
    began = time.monotonic()
    child = subprocess.Popen(
        [*command, "import", "wxr", str(export), "--report", str(home / "report.csv")], env=environment
    )
    _, status, used = os.wait4(child.pid, 0)
    if status:
        raise SystemExit(f"The import of {stories:,} ended with {os.waitstatus_to_exitcode(status)}.")
    took = time.monotonic() - began
    return took, stories / took, used.ru_maxrss / 1024


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("stories", nargs="*", type=int, default=[10_000, 100_000], help="sizes of the exports")
    options = parser.parse_args()
    print("| stories | seconds | stories a second | memory at most, MB |\n|---:|---:|---:|---:|")
    with tempfile.TemporaryDirectory() as folder:
        for stories in options.stories:
            took, speed, memory = measure(stories, Path(folder))
            print(f"| {stories:,} | {took:,.0f} | {speed:,.0f} | {memory:,.0f} |", flush=True)


if __name__ == "__main__":
    main()
