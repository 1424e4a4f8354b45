"""The time lines of the trade: how papers print when a story was published and when updated."""

import pytest

from harkara.wire.clipping import parse

HEADLINE = "নদীতে নতুন ঘাট, পারাপারে স্বস্তি"
STORY = """রাজধানীর নদীতে নতুন ঘাট চালু হয়েছে বলে জানিয়েছে কর্তৃপক্ষ। এতে দুই পাড়ের মানুষের যাতায়াত সহজ হবে।

ঘাটের ইজারাদার বলেন, প্রথম দিনেই পাঁচ হাজার মানুষ পার হয়েছেন। ভাড়া নেওয়া হচ্ছে পাঁচ টাকা করে।

নৌপরিবহন কর্তৃপক্ষ জানায়, আগামী মাসে আরও দুটি ঘাট চালু হবে।
"""
MORNING, NOON, MIDNIGHT = "2022-08-15T11:29", "2022-08-15T12:05", "2022-08-15T00:00"
NIGHT = "2022-08-15T23:29"


@pytest.mark.parametrize(
    ("above", "published", "updated", "below"),
    [
        ("প্রকাশ: ১৫ আগস্ট ২০২২, ১১: ২৯\nআপডেট: ১৫ আগস্ট ২০২২, ১২: ০৫", MORNING, NOON, ""),
        ("প্রকাশ: ১৫ আগস্ট, ২০২২ ১১:২৯ | পড়া যাবে ৩ মিনিটে", MORNING, None, ""),
        ("নীলখাম প্রতিবেদন\n১৫ আগস্ট ২০২২, ১২:০০ এএম  |  প্রিন্ট সংস্করণ", MIDNIGHT, None, ""),
        ("নীলখাম প্রতিবেদন\n১৫ আগস্ট ২০২২, ১১:২৯ এএম | অনলাইন সংস্করণ", MORNING, None, ""),
        ("প্রকাশ: ১৫ আগস্ট ২২ । ১১:২৯ | আপডেট: ১৫ আগস্ট ২২ । ১২:০৫", MORNING, NOON, ""),
        ("প্রকাশ: ১৫ আগস্ট ২০২২ | ১১:২৯ | আপডেট: ১৫ আগস্ট ২০২২ | ১২:০৫", MORNING, NOON, ""),
        (
            "নিজস্ব প্রতিবেদক, নীলখাম ডটকম\nPublished : 15 Aug 2022, 11:29 AM\nUpdated : 15 Aug 2022, 12:05 PM",
            MORNING,
            NOON,
            "",
        ),
        ("স্টাফ করেসপন্ডেন্ট | নীলখাম২৪.কম\nআপডেট: ১১২৯ ঘণ্টা, আগস্ট ১৫, ২০২২", None, MORNING, ""),
        ("সিনিয়র করেসপন্ডেন্ট | নীলখাম২৪.কম", MORNING, None, "বাংলাদেশ সময়: ১১২৯ ঘণ্টা, আগস্ট ১৫, ২০২২\nএমএ/এসএ"),
        ("নীলখাম নিউজ ডেস্ক\nপ্রকাশিত: ১১:২৯ এএম, ১৫ আগস্ট ২০২২", MORNING, None, "এমএস/জিকেএস"),
        ("নীল পোস্ট ডেস্ক\n১৫ আগস্ট ২০২২, ১১:২৯ এএম\nঅ+ অ-", MORNING, None, ""),
        ("নীলখাম রিপোর্ট\n১৫ আগস্ট ২০২২, ১১:২৯আপডেট : ১৫ আগস্ট ২০২২, ১২:০৫", MORNING, NOON, "/এমএ/"),
        ("স্টাফ রিপোর্টার\n১৫ আগস্ট ২০২২, সোমবার", MIDNIGHT, None, ""),
        ("নীলখাম অনলাইন\n১৫ আগস্ট ২০২২, ১১:২৯", MORNING, None, ""),
        ("১৫ অগাস্ট ২০২২", MIDNIGHT, None, ""),
        ("১৫ আগস্ট ২০২২\nআন্তর্জাতিক\nকপি করুন লিংক", MIDNIGHT, None, "এসিবি/কেএম (রয়টার্স, এএফপি)"),
        ("আগস্ট ১৫, ২০২২", MIDNIGHT, None, ""),
        ("নিজস্ব সংবাদদাতা\nকলকাতা ১৫ অগস্ট ২০২২ ১১:২৯\nশেষ আপডেট: ১৫ অগস্ট ২০২২ ১২:০৫", MORNING, NOON, ""),
        ("Authored by Mitali Sen | Neelkham.Com | Updated: 15 Aug 2022, 11:29 am", None, MORNING, ""),
        (
            "Published by: Mitali Sen | Posted: August 15, 2022 11:29 am | Updated: August 15, 2022 12:05 pm",
            MORNING,
            NOON,
            "",
        ),
        ("Updated By: মিতালি সেন | Updated: Aug 15, 2022, 11:29 AM IST", None, MORNING, ""),
        ("By : Neelkham Ananda | Updated at : 15 Aug 2022 11:29 AM (IST)", None, MORNING, ""),
        ("TV7 Neelkham Digital | Edited By: Mitali Sen\nAug 15, 2022 | 11:29 AM", MORNING, None, ""),
        ("News77 Neelkham\nPublished by: Mitali Sen\nLast Updated: August 15, 2022, 11:29 IST", None, MORNING, ""),
        ("NK Bangla | Written by : Mitali Sen | Updated: 15 Aug 2022, 11:29 AM IST", None, MORNING, ""),
        ("প্রকাশ : ১৫ আগস্ট ২০২২, ১১:২৯ এএম\nআপডেট : ১৫ আগস্ট ২০২২, ১২:০৫ পিএম", MORNING, NOON, ""),
        ("অনলাইন ডেস্ক\nআপডেট: ১১:২৯, সোমবার, ১৫ আগস্ট, ২০২২", None, MORNING, ""),
        ("অনলাইন ডেস্ক\nপ্রকাশিত: সোমবার, ১৫ আগস্ট, ২০২২, ১১:২৯ এএম", MORNING, None, ""),
        ("নিজস্ব প্রতিবেদক\nপ্রকাশিত : ১১:২৯ পূর্বাহ্ন, সোমবার, ১৫ আগস্ট ২০২২", MORNING, None, ""),
        ("প্রকাশিত: ১৫-০৮-২০২২ ১১:২৯", MORNING, None, ""),
        ("প্রকাশ: ১৫/০৮/২০২২ ১১:২৯ এএম", MORNING, None, ""),
        ("প্রকাশ: ২০২২-০৮-১৫ ১১:২৯:০০", MORNING, None, ""),
        ("প্রকাশের সময়: সোমবার, ১৫ আগস্ট ২০২২ । ১১:২৯ অপরাহ্ণ", NIGHT, None, ""),
        ("১৫ আগস্ট ২০২২ রাত ১১টা ২৯ মিনিট", NIGHT, None, ""),
        ("প্রকাশিত: ১১ টা ২৯ মিনিট, ১৫ আগস্ট ২০২২", MORNING, None, ""),
        ("সোমবার ১৫ আগস্ট ২০২২ সকাল ১১:২৯", MORNING, None, ""),
        ("প্রকাশ : ১৫ আগস্ট ২০২২, ১১:২৯\nআপডেট : ১৫ আগস্ট ২০২২, ১২:০৫ | প্রিন্ট সংস্করণ", MORNING, NOON, ""),
        ("নীলখাম ডেস্ক\n১৫ আগস্ট ২০২২ ১১:২৯ এএম | আপডেট: ১৫ আগস্ট ২০২২ ১২:০৫ পিএম", MORNING, NOON, ""),
        ("Published: 2022-08-15 11:29:00 BdST, Updated: 2022-08-15 12:05:00 BdST", MORNING, NOON, ""),
        ("প্রকাশিত : আগস্ট ১৫, ২০২২, ১১:২৯ পূর্বাহ্ণ\n৫৬ বার পঠিত", MORNING, None, ""),
        ("Monday, 15 August 2022, 11:29 am", MORNING, None, ""),
        ("সোম, ১৫ আগস্ট ২০২২, ১১:২৯", MORNING, None, ""),
        ("প্রকাশিতঃ ১৫ই আগস্ট ২০২২ ইং, ১১:২৯", MORNING, None, ""),
        ("পোস্ট করা হয়েছে: ১৫ আগস্ট ২০২২ ১১:২৯", MORNING, None, ""),
        ("১১:২৯ . ১৫ আগস্ট ২০২২", MORNING, None, ""),
        ("১৫ আগস্ট ২০২২\n১১:২৯ এএম", MORNING, None, ""),
        ("আপডেটেড: ১৫ আগস্ট ২০২২ ১১:২৯ এএম", None, MORNING, ""),
        ("প্রথম প্রকাশ: ১৫ আগস্ট ২০২২ ১১:২৯\nশেষ হালনাগাদ: ১৫ আগস্ট ২০২২ ১২:০৫", MORNING, NOON, ""),
    ],
)
def test_a_time_line(above: str, published: str | None, updated: str | None, below: str) -> None:
    page = f"হোম\nজাতীয়\n{HEADLINE}\n{above}\n\n{STORY}\n{below}\nমন্তব্য করুন\nসর্বশেষ\nঅন্য এক খবরের শিরোনাম এখানে থাকে\n"
    got = parse(page).as_json()
    assert [got[name] and got[name][:16] for name in ("published", "updated")] == [published, updated]
    assert (got["headline"], len(got["body"])) == (HEADLINE, 3)
    assert bool(got["sign_off"]) == bool(below)


def test_a_sign_off_names_its_agencies() -> None:
    got = parse(f"{HEADLINE}\n১৫ আগস্ট ২০২২\n{STORY}\nএসিবি/কেএম (রয়টার্স, এএফপি)\n").as_json()
    assert got["sign_off"] == {"outlet": None, "date": None, "initials": "এসিবি/কেএম"}
    assert [source["name"] for source in got["source_chain"]] == ["রয়টার্স", "এএফপি"]
