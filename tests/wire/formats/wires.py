"""Samples of agencies' files: all invented, in Bangla and English; teleprinters' ones are set here."""

from pathlib import Path

SAMPLES = Path(__file__).with_name("samples")


def sample(name: str) -> bytes:
    """The bytes of the sample ``name``."""
    return (SAMPLES / name).read_bytes()


def telex(
    text: str,
    heading: str = "rwa0412 3 i 120   riverwire 0031",
    slug: str = "Bangladesh/ferry/",
    sent: str = "301137 GMT Nov 26",
    encoding: str = "utf-8",
) -> bytes:
    """A transmission of IPTC 7901 around ``text``."""
    body = "\r\n".join(text.strip("\n").split("\n"))
    return f"\x01{heading}\r\n\r\n{slug}\r\n\x02{body}\r\n\x03{sent}\r\n\x7f\r\n\x7f\x04".encode(encoding)
