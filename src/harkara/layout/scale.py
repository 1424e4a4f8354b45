"""The type scale as CSS custom properties, made from ``type-scale.toml``."""

from collections.abc import Iterator

from harkara.layout import cases

ROOT_PX = 16


def steps() -> Iterator[tuple[str, list[list[float]]]]:
    """Every size of the scale: its name and three pairs (size, line height) in px, narrow to wide."""
    scale = cases.table("type-scale")
    yield from scale["heading"].items()
    yield from scale["text"].items()


def css() -> str:
    """Custom properties ``--NAME`` (a size in rem, so that the reader's own setting counts) and ``--NAME-line``; of a wider
    sheet those that are others than on the one before.
    """
    sheets = cases.table("type-scale")["from"]
    rules = []
    for place, start in enumerate(sheets.values()):
        lines = []
        for name, sizes in steps():
            size, line = sizes[place]
            if place == 0 or sizes[place] != sizes[place - 1]:
                lines.append(f"--{name}:{_number(size / ROOT_PX)}rem;--{name}-line:{_number(line / size)};")
        rule = ":root{" + "".join(lines) + "}"
        rules.append(f"@media (min-width:{_number(start / ROOT_PX)}em){{{rule}}}" if start else rule)
    return "\n".join(rules)


def _number(value: float) -> str:
    return f"{value:.4f}".rstrip("0").rstrip(".")
