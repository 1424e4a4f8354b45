"""``harkara bangla``: the language's tools for the command line. Standard input in, standard output out, UTF-8 both ways."""

import argparse
import json
import sys
from collections.abc import Callable
from datetime import datetime
from typing import TextIO

from harkara.bangla import analyse, avro, bijoy, calendars, clean, clock, query, romanise, slug, style

__all__ = ["main"]

Options = argparse.Namespace


def main(argv: list[str], source: TextIO | None = None, target: TextIO | None = None) -> int:
    """Runs one tool over ``source`` (standard input) and writes to ``target`` (standard output).

    Returns 0; 1 where ``style`` found something or ``date`` found a line without a moment; 2 for input that is not UTF-8.
    """
    options = _parser().parse_args(argv)
    read, write = source or sys.stdin, target or sys.stdout
    for stream in (read, write):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    try:
        text = read.read()
    except UnicodeDecodeError as error:
        print(f"The input is not UTF-8 (byte {error.start}): save it as UTF-8 and try again.", file=sys.stderr)
        return 2
    tool: Callable[[str, Options, TextIO], int] = options.tool
    return tool(text, options, write)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="harkara bangla", description="Bangla tools that read standard input.")
    verbs = parser.add_subparsers(required=True, metavar="TOOL")

    def verb(name: str, what: str, tool: Callable[[str, Options, TextIO], int]) -> argparse.ArgumentParser:
        made = verbs.add_parser(name, help=what, description=what)
        made.set_defaults(tool=tool)
        return made

    verb("clean", "The text in the one spelling.", _clean).add_argument(
        "--explain", action="store_true", help="list what was done instead: where, the rule, before, after"
    )
    verb("bijoy", "Bijoy (SutonnyMJ) to Unicode; what is not Bijoy stays.", _bijoy).add_argument(
        "--back", action="store_true", help="Unicode to Bijoy"
    )
    verb("avro", "What a typist means by Latin letters, line by line.", _avro)
    dates = verb("date", "The moment in each line, as ISO 8601.", _date)
    dates.add_argument("--zone", default="Asia/Dhaka", help="the zone of lines that name none (IANA name)")
    dates.add_argument("--style", help="print by this style of the clock instead: stamp, day, weekday, long …")
    dates.add_argument("--masthead", action="store_true", help="print the day in three calendars instead")
    slugs = verb("slug", "A slug of each line.", _slug)
    slugs.add_argument("--romanise", action="store_true", help="a readable romanisation instead")
    slugs.add_argument("--file-name", action="store_true", help="a safe file name instead")
    verb(
        "analyse", "What the index sees of each line: exact, folded and sounding form, between tabs.", _analyse
    ).add_argument("--query", action="store_true", help="each line as a query of SQLite FTS5 instead")
    verb("style", "What the house style marks.", _style).add_argument(
        "--json", action="store_true", help="findings as JSON, one a line"
    )
    return parser


def _clean(text: str, options: Options, write: TextIO) -> int:
    if not options.explain:
        write.write(clean.normalise(text))
        return 0
    for step in clean.explain(text).steps:
        print(f"{step.start}\t{step.rule}\t{step.before}\t{step.after}\t{step.why}", file=write)
    return 0


def _bijoy(text: str, options: Options, write: TextIO) -> int:
    write.write(bijoy.to_bijoy(text) if options.back else bijoy.mend(text))
    return 0


def _avro(text: str, options: Options, write: TextIO) -> int:
    for line in text.splitlines():
        print(avro.parse(line), file=write)
    return 0


def _date(text: str, options: Options, write: TextIO) -> int:
    missed = 0
    for line in text.splitlines():
        moment = clock.parse(line, options.zone)
        if moment is None and (found := clock.find(line, options.zone)):
            moment = found[0].moment
        missed += moment is None
        print(_moment(moment, options), file=write)
    return 1 if missed else 0


def _moment(moment: datetime | None, options: Options) -> str:
    if moment is None:
        return ""
    if options.masthead:
        return calendars.masthead(moment.date())
    return clock.format(moment, options.style, options.zone) if options.style else moment.isoformat()


def _slug(text: str, options: Options, write: TextIO) -> int:
    made = romanise.romanise if options.romanise else slug.file_name if options.file_name else slug.slugify
    for line in text.splitlines():
        print(made(line), file=write)
    return 0


def _analyse(text: str, options: Options, write: TextIO) -> int:
    for line in text.splitlines():
        if options.query:
            print(query.parse(line).fts5(), file=write)
        else:
            found = analyse.analyse(line)
            print(found.exact, found.folded, found.sounds, sep="\t", file=write)
    return 0


def _style(text: str, options: Options, write: TextIO) -> int:
    findings = style.check(text)
    for finding in findings:
        meant = text[finding.start : finding.end]
        if options.json:
            row = {"start": finding.start, "end": finding.end, "kind": finding.kind, "text": meant}
            row |= {"message": finding.message, "suggestions": list(finding.suggestions)}
            print(json.dumps(row, ensure_ascii=False), file=write)
        else:
            line = text.count("\n", 0, finding.start) + 1
            print(f"{line}: {meant}: {finding.message}", file=write)
    return 1 if findings else 0
