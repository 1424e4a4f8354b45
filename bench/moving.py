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
PAGE = Path(__file__).parents[1] / "docs/how-to/move-from-wordpress.md"
BEGIN, END = "<!-- bench.moving begins -->", "<!-- bench.moving ends -->"
TABLE = (
    "| stories | MB of XML | seconds | of a processor | stories a second | a second of a processor | memory at most, MB |"
    " load before |\n|---:|---:|---:|---:|---:|---:|---:|---:|"
)
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


def measure(stories: int, folder: Path) -> str:
    """A row of the table: an import of ``stories`` into an empty paper, in a process of its own."""
    home = folder / f"home-{stories}"
    home.mkdir()
    export = folder / f"{stories}.xml"
    write(export, stories)
    environment = {**os.environ, "HARKARA_HOME": str(home)}
    command = [sys.executable, "-m", "harkara"]
    for database in ((), ("--database", "readers")):
        subprocess.run([*command, "migrate", "-v0", *database], env=environment, check=True)
    wanted = [*command, "import", "wxr", str(export), "--report", str(home / "report.csv")]
    load, began = os.getloadavg()[0], time.monotonic()
    child = subprocess.Popen(wanted, env=environment, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(child.pid, 0)
    took = time.monotonic() - began
    if status:
        raise SystemExit(f"The import of {stories:,} ended with {os.waitstatus_to_exitcode(status)}.")
    busy = used.ru_utime + used.ru_stime
    size = export.stat().st_size / 1e6
    return (
        f"| {stories:,} | {size:,.0f} | {took:,.0f} | {busy:,.0f} | {stories / took:,.0f} | {stories / busy:,.0f} |"
        f" {used.ru_maxrss / 1024:,.0f} | {load:.1f} |"
    )


def main() -> None:
    """Prints the table, and puts it into the docs where that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("stories", nargs="*", type=int, default=[10_000, 100_000], help="sizes of the exports")
    parser.add_argument("--write", action="store_true", help=f"write the table into {PAGE}")
    options = parser.parse_args()
    rows = [TABLE]
    with tempfile.TemporaryDirectory() as folder:
        for stories in options.stories:
            rows.append(measure(stories, Path(folder)))
            print(rows[-1], flush=True)
    if options.write:
        text = PAGE.read_text(encoding="utf-8")
        begin, end = text.index(BEGIN) + len(BEGIN), text.index(END)
        table = "\n".join(rows)
        PAGE.write_text(f"{text[:begin]}\n{table}\n{text[end:]}", encoding="utf-8")


if __name__ == "__main__":
    main()
