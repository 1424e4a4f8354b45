"""Letters and Word files for tests, all invented."""

import io
from collections.abc import Sequence
from email.message import EmailMessage

import docx
from docx.shared import Inches
from PIL import Image

STORY = (
    "কুড়িগ্রাম প্রতিনিধি",
    "কুড়িগ্রামের চিলমারীতে ব্রহ্মপুত্রের চরে একটি ভাসমান স্কুল খুলেছে। সোমবার সকালে নৌকায় প্রথম ক্লাস হয়।",
    "স্কুলে চরের ৪০ শিশু পড়ছে। শিক্ষক আছেন দুজন।",
)


def letter(
    text: str | None = "\n\n".join(STORY),
    subject: str = "চরে ভাসমান স্কুল",
    sender: str = "রহিমা খাতুন <rahima@example.org>",
    html: str | None = None,
    **head: str,
) -> EmailMessage:
    message = EmailMessage()
    message["From"] = sender
    message["To"] = "news@paper.example"
    message["Subject"] = subject
    message["Date"] = "Mon, 30 Nov 2026 10:15:00 +0600"
    message["Message-ID"] = "<k41@mail.example.org>"
    for name, value in head.items():
        del message[name.replace("_", "-")]
        message[name.replace("_", "-")] = value
    if text is not None:
        message.set_content(text)
    if html is not None and text is not None:
        message.add_alternative(html, subtype="html")
    elif html is not None:
        message.set_content(html, subtype="html")
    return message


def manuscript(*paragraphs: str | Sequence[tuple[str, str]], picture: bytes = b"", face: str = "") -> bytes:
    """A Word file of ``paragraphs``; one given as pairs is a run of text in a face each."""
    document = docx.Document()
    for one in paragraphs:
        paragraph = document.add_paragraph()
        for text, name in [(one, face)] if isinstance(one, str) else one:
            run = paragraph.add_run(text)
            if name:
                run.font.name = name
    if picture:
        document.add_picture(io.BytesIO(picture), width=Inches(2))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def photo(width: int = 800, height: int = 600, kind: str = "JPEG") -> bytes:
    out = io.BytesIO()
    Image.linear_gradient("L").resize((width, height)).convert("RGB").save(out, kind)
    return out.getvalue()


WORD = "vnd.openxmlformats-officedocument.wordprocessingml.document"
