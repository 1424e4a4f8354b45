"""Specimens of letters: made up, and long where readers write long."""

from datetime import timedelta

from harkara.layout import specimens
from harkara.layout.letters import (
    ChoiceOfLetters,
    LetterCopy,
    LetterLine,
    LetterListCopy,
    LetterPart,
    LetterPicture,
    LetterRow,
    SlipCopy,
)

LONG = "চরের স্কুলে নতুন ভবন: বর্ষার আগেই ক্লাস শুরু হবে, জানালেন শিক্ষকেরা ও অভিভাবকেরা"
SUMMARY = "নদীভাঙনে দুবার সরিয়ে নেওয়া স্কুলটির নতুন ভবনের কাজ শেষের পথে; বেঞ্চ ও বই আসবে আগামী সপ্তাহে।"


def letter(rows: int = 6, *, is_breaking: bool = False) -> LetterCopy:
    """A morning letter with so many rows, a note, a picture and a correction; or a breaking one with a single row."""
    origin = specimens.paper().origin
    picture = LetterPicture(f"{origin}/picture/4/640.jpg", 640, 400, "চরের স্কুলের নতুন ভবন")
    made = [LetterRow(number, LONG, f"{origin}/{number}", SUMMARY) for number in range(1, rows + 1)]
    made[0] = LetterRow(1, LONG, f"{origin}/1", SUMMARY, "শিক্ষা", picture)
    if is_breaking:
        one = (LetterPart("", (made[0],)),)
        return LetterCopy("breaking", "ব্রেকিং খবর", 3, f"ব্রেকিং: {LONG}", specimens.FIRST, one, "breaking")
    if rows > 2:
        corrected = specimens.FIRST + timedelta(hours=2)
        made[1] = LetterRow(
            2, LONG, f"{origin}/2", SUMMARY, corrected_at=corrected, correction="শিক্ষার্থী ২১২ জন নয়, ২২১ জন।"
        )
    parts = (LetterPart("", tuple(made[:3])), LetterPart("খেলাধুলা", tuple(made[3:])))
    return LetterCopy(
        "morning",
        "সকালের চিঠি",
        12,
        LONG,
        specimens.FIRST,
        tuple(one for one in parts if one.rows),
        note=("আজ বাজেট নিয়ে আমাদের তিনটি লেখা আছে; সময় কম হলে প্রথমটি পড়ুন।", "মতামত জানাতে এই চিঠির উত্তর দিন।"),
        signed="বার্তা সম্পাদক",
    )


def kinds() -> tuple[LetterListCopy, ...]:
    """Two kinds: one with letters, one from which none went out yet and that takes nobody now."""
    lines = tuple(
        LetterLine(LONG, specimens.FIRST - timedelta(days=day), f"/letters/morning/{12 - day}/") for day in range(3)
    )
    return (
        LetterListCopy("morning", "সকালের চিঠি", "প্রতিদিন সকাল সাতটায়, দিনের বাছাই খবর।", lines),
        LetterListCopy("breaking", "ব্রেকিং খবর", "", (), takes=False),
    )


def slips() -> dict[str, SlipCopy]:
    """The pages of ordering and leaving, by name."""
    some = (
        ChoiceOfLetters("morning", "সকালের চিঠি", "প্রতিদিন সকাল সাতটায়।", ticked=True),
        ChoiceOfLetters("breaking", "ব্রেকিং খবর", ""),
    )
    email = "rubina.akter.with.a.very.long.name@mail.example.com"
    return {
        "letters-join": SlipCopy("join", "চিঠি নিন", "প", "/post/letters/", some, trouble="অন্তত একটি চিঠি বেছে নিন।"),
        "letters-sent": SlipCopy("sent", "আপনার চিঠির বাক্স দেখুন", email=email),
        "letters-confirm": SlipCopy("confirm", "চিঠি নেওয়া নিশ্চিত করুন", "প", "/post/letters/confirm/x/", some),
        "letters-leave": SlipCopy("leave", "চিঠি বন্ধ করুন", "", "/post/letters/leave/x/", name="সকালের চিঠি"),
        "letters-left": SlipCopy("left", "চিঠি বন্ধ হয়েছে", name="সকালের চিঠি", done="“সকালের চিঠি” আর আপনার কাছে যাবে না।"),
        "letters-ask": SlipCopy("mine", "আমার চিঠি ও আমার তথ্য", "প", "/post/letters/mine/"),
        "letters-mine": SlipCopy("mine", "আমার চিঠি ও আমার তথ্য", "প", "/post/letters/mine/x/", some, email),
        "letters-notice": SlipCopy("notice", "আপনার ডাকে", trouble="লিংকটি আর চলে না।"),
    }
