"""Specimens: invented copy with which samples, tests and benches set every component. No reader ever sees it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from harkara.layout.addresses import shares as share_links
from harkara.layout.cases import table
from harkara.layout.copy import (
    AnniversaryCopy,
    AnniversaryYearCopy,
    BannerCopy,
    Block,
    BylineCopy,
    CalendarCopy,
    CalendarDayCopy,
    CalendarYearCopy,
    CalendarYearsCopy,
    CorrectedCopy,
    CorrectionCopy,
    CorrectionsPageCopy,
    DocumentCopy,
    FactBox,
    FrontBlockCopy,
    FrontCopy,
    Heading,
    LifeCopy,
    Link,
    ListBlock,
    ListPageCopy,
    LookCopy,
    MarkCopy,
    NewerCopy,
    NoticeCopy,
    PackageBoxCopy,
    PackageCopy,
    PackageEntryCopy,
    PackageStepCopy,
    PaperCopy,
    Paragraph,
    PassageCopy,
    PictureBlock,
    PictureCopy,
    PictureFile,
    PointCopy,
    ProfileCopy,
    Quote,
    RailCopy,
    SectionCopy,
    SignOffCopy,
    SourceLinkCopy,
    SpaceCopy,
    Span,
    StoryCopy,
    TeaserCopy,
    UpdateCopy,
    VideoCopy,
)
from harkara.layout.outline import spot

FIRST = datetime(2022, 8, 15, 5, 29, tzinfo=UTC)

SECTIONS = tuple(
    SectionCopy(slug, name, f"/{slug}/")
    for slug, name in (
        ("national", "জাতীয়"),
        ("world", "আন্তর্জাতিক"),
        ("politics", "রাজনীতি"),
        ("economy", "অর্থনীতি"),
        ("sports", "খেলাধুলা"),
        ("entertainment", "বিনোদন"),
        ("technology", "তথ্যপ্রযুক্তি"),
        ("opinion", "মতামত"),
    )
)

HEADLINES = (
    "চরের স্কুলে সৌরবিদ্যুতে সন্ধ্যার পাঠশালা",
    "হাওরে আগাম বন্যার আশঙ্কা, ধান কাটার তাড়া",
    "নদীভাঙনে দুই সপ্তাহে ভিটে হারাল তিনশ পরিবার",
    "পাহাড়ি ছড়ার পানি ধরে বারো মাস চাষ",
    "ভোরের ট্রেনে বাড়তি বগি, কমছে দাঁড়িয়ে যাওয়ার কষ্ট",
    "পুরান ঢাকার ছাদে ছাদে ফিরছে ঘুড়ির মৌসুম",
    "তাঁতপল্লিতে নতুন নকশা, ব্যস্ত কারিগরেরা",
    "গ্রামের পাঠাগারে এক হাজার নতুন বই",
)

SUMMARY = "দিনের কাজ সেরে সন্ধ্যায় হারিকেনের বদলে সৌরবাতির আলোয় পড়তে বসে চরের শিশুরা; সঙ্গে বসেন তাদের মায়েরাও।"

LONG_HEADLINE = (
    "উপকূলের লবণসহিষ্ণু ধানের বীজ বিতরণে দীর্ঘসূত্রতা, কৃষি সম্প্রসারণ কর্মকর্তাদের সঙ্গে ক্ষতিগ্রস্ত কৃষকদের মতবিনিময়ে "
    "উঠে এল পুনর্বাসন, প্রশিক্ষণ ও প্রাতিষ্ঠানিক জবাবদিহির নানা অমীমাংসিত প্রশ্ন"
)


def look() -> LookCopy:
    """A paper with nothing of its own to wear."""
    return LookCopy()


def space() -> SpaceCopy:
    """A picture in a place for advertising, that leads somewhere."""
    files = tuple(PictureFile(f"/picture/4/{width}.webp", width, width * 2 // 3) for width in (320, 640))
    return SpaceCopy(files, "বইমেলায় আসুন", "/world/")


def paper() -> PaperCopy:
    """A paper with eight sections, an imprint and a host that Google knows."""
    return PaperCopy(
        name="দৈনিক হরকরা",
        tagline="খবর পৌঁছে যায়",
        origin="https://harkara.example",
        outlet="হরকরা",
        zone="Asia/Dhaka",
        sections=SECTIONS,
        editor="রওশন আরা মজুমদার",
        imprint="১২ কাগজীটোলা লেন, ঢাকা\nনিবন্ধন নম্বর ০০০০",
        google_source="harkara.example",
        documents=tuple(
            Link(name, f"/about/{slug}")
            for slug, name in (
                ("", "আমাদের কথা"),
                ("ethics/", "সম্পাদকীয় নীতি"),
                ("privacy/", "গোপনীয়তা"),
                ("contact/", "যোগাযোগ"),
            )
        ),
        trust="/about/trust/",
    )


def today() -> date:
    """The day of the specimens."""
    return date(2022, 8, 15)


def picture(number: int = 7) -> PictureCopy:
    """A picture in three widths, as JPEG and as WebP."""
    files = tuple(
        PictureFile(f"/picture/{number}/{width}.{kind}", width, width * 2 // 3)
        for width in (320, 640, 960)
        for kind in ("jpg", "webp")
    )
    return PictureCopy(
        id=number,
        alt="চরের ঘাটে নৌকায় বই হাতে দুই শিশু",
        caption="সন্ধ্যার পাঠশালায় যাওয়ার পথে দুই শিক্ষার্থী। রোববার যমুনার একটি চরে",
        credit="হরকরা",
        files=files,
    )


def teaser(number: int = 0, *, with_picture: bool = True, summary: str = SUMMARY, headline: str = "") -> TeaserCopy:
    """The teaser of the invented story ``number``; each is forty minutes older than the one before."""
    section = SECTIONS[number % len(SECTIONS)]
    return TeaserCopy(
        id=100 + number,
        headline=headline or HEADLINES[number % len(HEADLINES)],
        href=f"{section.href}{100 + number}/চরের-স্কুলে-সন্ধ্যার-পাঠশালা",
        section=section,
        published_at=FIRST - timedelta(minutes=40 * number),
        summary=summary,
        kind="opinion" if section.slug == "opinion" else "news",
        picture=picture(1 + number % 8) if with_picture else None,
    )


def blocks() -> tuple[Block, ...]:
    """A body with every kind of block."""
    return (
        Paragraph(
            (
                Span("যমুনার বুকে জেগে ওঠা চরটিতে বিদ্যুতের খুঁটি নেই। তবু সন্ধ্যা নামলেই স্কুলঘরে আলো জ্বলে। "),
                Span("আগের প্রতিবেদনে", href="/national/88/চরের-আলো"),
                Span(" বলা হয়েছিল, ছয় মাস আগেও এখানে সন্ধ্যার পর পড়ার উপায় ছিল না।"),
            )
        ),
        Paragraph(
            (Span("শিক্ষকেরা জানান, এখন প্রতিদিন গড়ে "), Span("৬৪ জন", marks=frozenset({"strong"})), Span(" শিক্ষার্থী আসে।"))
        ),
        Heading("যেভাবে শুরু"),
        Paragraph(
            (
                Span("শুরুটা হয়েছিল চারটি বাতি আর একটি পুরোনো ব্যাটারি দিয়ে। গ্রামের মানুষ চাঁদা তুলে প্যানেল কেনেন; "),
                Span("বাকিটা", marks=frozenset({"em"})),
                Span(" দেয় স্থানীয় একটি সমবায়। র‍্যাকেট, ব্যাটারি ও তার আসে নৌকায়।"),
            )
        ),
        Quote("আলো থাকলে নদীও কম ভয়ংকর লাগে। মেয়েটা এখন নিজেই আমাকে নাম লেখা শেখায়।", "জরিনা খাতুন, অভিভাবক"),
        ListBlock(((Span("সৌরপ্যানেল আটটি"),), (Span("ব্যাটারি চারটি"),), (Span("শিক্ষক তিনজন"),))),
        ListBlock(((Span("প্রথম শ্রেণি থেকে তৃতীয়"),), (Span("চতুর্থ ও পঞ্চম শ্রেণি"),)), ordered=True),
        PictureBlock(picture(3)),
        Paragraph(
            (
                Span(
                    "উপজেলা শিক্ষা কার্যালয় বলছে, পাশের আরও পাঁচটি চরে একই ব্যবস্থা চালুর প্রস্তাব গেছে। প্রস্তাব অনুমোদন পেলে আগামী বর্ষার "
                    "আগেই কাজ শুরু হবে বলে আশা করছেন কর্মকর্তারা।"
                ),
            )
        ),
    )


def facts() -> tuple[Block, ...]:
    """A fact box, and one that says neither its name nor its source."""
    items = ((Span("প্রকল্পে পাঁচটি চর"),), (Span("শিক্ষার্থী "), Span("৩১২ জন", marks=frozenset({"strong"}))))
    return FactBox("একনজরে", items, "উপজেলা শিক্ষা কার্যালয়"), FactBox("", items[:1])


def chain() -> tuple[SourceLinkCopy, ...]:
    """A chain of three links."""
    return (
        SourceLinkCopy("কেসিএনএ", "state-media", "KCNA"),
        SourceLinkCopy("রয়টার্স", "agency", "Reuters", "https://reuters.example/"),
        SourceLinkCopy("", "own"),
    )


def corrections() -> tuple[CorrectionCopy, ...]:
    """One dated correction."""
    return (CorrectionCopy(FIRST + timedelta(days=1), "আগের সংস্করণে শিক্ষার্থীর সংখ্যা ভুল ছিল; সঠিক সংখ্যা ৬৪।"),)


def shown_corrections() -> tuple[CorrectionCopy, ...]:
    """A correction that shows what stood there."""
    passage = PassageCopy("স্কুলে পড়ে ৪৬ জন", "স্কুলে পড়ে ৬৪ জন")
    return (*corrections(), CorrectionCopy(FIRST + timedelta(days=2), "", (passage,)))


def corrections_page() -> CorrectionsPageCopy:
    """The newest corrections of the paper: in words, with what stood there, and where words were only taken out."""
    cut = CorrectionCopy(FIRST, "", (PassageCopy("পাঁচটি চরে একই ব্যবস্থা চালু হয়েছে", ""),))
    notes = (*reversed(shown_corrections()), cut)
    corrected = (CorrectedCopy(teaser(place).headline, teaser(place).href, note) for place, note in enumerate(notes))
    return CorrectionsPageCopy("/corrections/", tuple(corrected), older="/corrections/page/3/")


def profile() -> ProfileCopy:
    """A person who says everything of herself."""
    about = "দেড় দশক ধরে চরের মানুষ, নদীভাঙন ও প্রাথমিক শিক্ষা নিয়ে লেখেন। থাকেন রংপুরে।"
    links = (Link("ফেসবুক", "https://www.facebook.com/someone"), Link("someone.example", "https://someone.example/"))
    return ProfileCopy("writer", "রওশন আরা", "জ্যেষ্ঠ প্রতিবেদক", about, picture(4), "roshon@harkara.example", links)


def writer_page() -> ListPageCopy:
    """The newest page of somebody who signs."""
    stories = tuple(teaser(number) for number in range(4))
    feeds = (Link("আরএসএস", "/writer/রওশন-আরা/feed.xml"),)
    href = "/writer/রওশন-আরা/"
    return ListPageCopy("রওশন আরা", href, stories, older=f"{href}page/2/", feeds=feeds, profile=profile())


def desk_page() -> ListPageCopy:
    """The page of a desk that says nothing of itself and has no story yet."""
    name = "আন্তর্জাতিক ডেস্ক"
    return ListPageCopy(name, "/desks/আন্তর্জাতিক-ডেস্ক/", (), profile=ProfileCopy("desk", name))


def document() -> DocumentCopy:
    """A page about the paper with every kind of block."""
    title = "আমাদের খবরে কেন আস্থা রাখবেন"
    return DocumentCopy(
        "trust", title, "/about/trust/", "যেভাবে খবর যাচাই করি, আর ভুল হলে যা করি।", blocks() + facts(), FIRST
    )


def shares() -> tuple[Link, ...]:
    """The share links of the specimen story."""
    return share_links(story(), paper(), table("wording")["say"])


def story() -> StoryCopy:
    """A story that shows everything a story page can show."""
    section = SECTIONS[1]
    return StoryCopy(
        id=12,
        headline=HEADLINES[0],
        slug="চরের-স্কুলে-সন্ধ্যার-পাঠশালা",
        href="/world/12/চরের-স্কুলে-সন্ধ্যার-পাঠশালা",
        section=section,
        kind="news",
        kicker="সরেজমিন",
        summary=SUMMARY,
        desk="আন্তর্জাতিক ডেস্ক",
        outlet="হরকরা",
        bylines=(),
        dateline="",
        published_at=FIRST,
        updated_at=FIRST + timedelta(hours=2, minutes=39),
        modified_at=FIRST + timedelta(days=1),
        body=blocks(),
        picture=picture(),
        source_chain=chain(),
        corrections=corrections(),
        sign_off=SignOffCopy("হরকরা", today(), "এসএটি", "(হরকরা/১৫আগস্ট/এসএটি)"),
        topics=(Link("চরাঞ্চল", "/topic/চরাঞ্চল/"), Link("সৌরবিদ্যুৎ", "/topic/সৌরবিদ্যুৎ/")),
        related=tuple(teaser(number) for number in range(1, 5)),
        packages=(package_box(),),
        updates=(UpdateCopy(FIRST + timedelta(hours=2, minutes=39)),),
        areas=(Link("উলিপুর", "/places/kurigram-ulipur/"), Link("গাইবান্ধা", "/places/gaibandha/")),
        points=points(),
        comments="open",
    )


def points() -> tuple[PointCopy, ...]:
    """Two districts."""
    return PointCopy("কুড়িগ্রাম", 25.805, 89.636), PointCopy("গাইবান্ধা", 25.329, 89.528)


def spots() -> tuple[tuple[int, int], ...]:
    """Where they lie on the outline."""
    return tuple(spot(point) for point in points())


def changes() -> tuple[tuple[datetime, str, str], ...]:
    """What became of a story: published, updated with a reason and without, corrected."""
    before, after = "«স্কুলে পড়ে ৪৬ জন»", "«স্কুলে পড়ে ৬৪ জন»"
    return (
        (FIRST, "প্রকাশিত", ""),
        (FIRST + timedelta(hours=2), "আপডেট", "উপজেলা শিক্ষা কার্যালয়ের বক্তব্য যোগ হয়েছে"),
        (FIRST + timedelta(hours=9), "আপডেট", ""),
        (FIRST + timedelta(days=1), "সংশোধন", f"{before} → {after}"),
    )


def package_box() -> PackageBoxCopy:
    """A package with an event before the story and another story after it."""
    before = PackageStepCopy(FIRST - timedelta(days=40), False, "চরে প্রথম সৌরবাতি জ্বলে")
    after = PackageStepCopy(FIRST + timedelta(days=3), False, HEADLINES[7], "/national/88/পাঠাগারে-নতুন-বই")
    return PackageBoxCopy("চরে আলো", "/timeline/চরে-আলো/", before, after)


def package() -> PackageCopy:
    """The newest page of a package: stories with and without a line of their own, and events with their sources."""
    entries = (
        PackageEntryCopy(FIRST + timedelta(days=3), False, "", "", "", teaser(7)),
        PackageEntryCopy(FIRST, True, "পাঠশালায় আলো জ্বলে, প্রথম সন্ধ্যায় আসে ৬৪ জন।", "", "", teaser(0)),
        PackageEntryCopy(FIRST - timedelta(days=9), False, "পাঁচ চরে একই ব্যবস্থার প্রস্তাব যায়।", "উপজেলা কার্যালয়", "", None),
        PackageEntryCopy(
            FIRST - timedelta(days=40), False, "চরে প্রথম সৌরবাতি জ্বলে।", "রয়টার্স", "https://reuters.example/", None
        ),
    )
    return PackageCopy("চরে আলো", "/timeline/চরে-আলো/", SUMMARY, picture(), entries, older="/timeline/চরে-আলো/page/2/")


def bare_story() -> StoryCopy:
    """A story with nothing that it need not have, under a very long headline."""
    return StoryCopy(
        id=13,
        headline=LONG_HEADLINE,
        slug="লবণসহিষ্ণু-ধান",
        href="/opinion/13/লবণসহিষ্ণু-ধান",
        section=SECTIONS[7],
        kind="opinion",
        kicker="",
        summary="",
        desk="",
        outlet="",
        bylines=(BylineCopy("নিজস্ব প্রতিবেদক", "রাজশাহী"),),
        dateline="",
        published_at=FIRST,
        updated_at=None,
        modified_at=FIRST,
        body=(Paragraph((Span("উপকূলে ধানের বীজ এসেছে দেরিতে।"),)),),
        picture=None,
        source_chain=(),
        corrections=(),
        sign_off=None,
        topics=(),
        related=(),
    )


def explainer() -> StoryCopy:
    """An explainer: parts that are listed above them, and fact boxes."""
    asked = ("কেন ভাঙে নদীর পাড়", "কোন মাসে ভাঙন বেশি", "ক্ষতিগ্রস্ত পরিবার কী সহায়তা পায়")
    told = tuple(block for words in asked for block in (Heading(words), blocks()[0]))
    return replace(
        story(),
        id=14,
        kind="explainer",
        kicker="",
        headline="নদীভাঙন: কেন হয়, কী করা যায়",
        body=(*told, *facts()),
        related=(),
    )


def photo_story() -> StoryCopy:
    """A photo story: words, three wide pictures and a tall one."""
    tall = replace(picture(6), files=tuple(replace(file, height=file.width * 3 // 2) for file in picture(6).files))
    shown = tuple(PictureBlock(one) for one in (picture(2), tall, picture(4)))
    return replace(
        story(),
        id=16,
        kind="photo",
        kicker="",
        headline="ভোরের ঘাটে এক ঘণ্টা",
        picture=picture(2),
        body=(blocks()[0], *shown[:2], blocks()[1], *shown[2:]),
        related=(),
    )


def video_story() -> StoryCopy:
    """A video of which nothing is asked before somebody plays it."""
    film = VideoCopy(
        "youtube",
        "https://www.youtube.com/watch?v=aqz-KE-bpKQ",
        "https://www.youtube-nocookie.com/embed/aqz-KE-bpKQ?autoplay=1&rel=0",
    )
    return replace(
        story(),
        id=17,
        kind="video",
        kicker="",
        headline="চরে বাতি জ্বলার প্রথম রাত",
        video=film,
        body=blocks()[:2],
        related=(),
    )


def obituary() -> StoryCopy:
    """An obituary of somebody of whom both years are known."""
    headline = "চরের শিশুদের প্রথম শিক্ষক আবদুল হালিম আর নেই"
    life = LifeCopy("আবদুল হালিম মাস্টার", 1938, 2022)
    return replace(
        bare_story(), id=15, kind="obituary", headline=headline, life=life, picture=picture(5), section=SECTIONS[0]
    )


def live_story() -> StoryCopy:
    """A story that stands in the bar as live coverage, of which readers were told twice since."""
    updates = (
        UpdateCopy(FIRST + timedelta(minutes=40), "দ্বিতীয় নৌকাটি ঘাটে পৌঁছেছে।"),
        UpdateCopy(FIRST + timedelta(minutes=95), "সব যাত্রী নিরাপদে আছেন, জানিয়েছে ফায়ার সার্ভিস।"),
    )
    return replace(
        bare_story(),
        id=16,
        kind="news",
        headline="চরের নৌকাডুবি: উদ্ধার চলছে",
        mark=MarkCopy("live", FIRST + timedelta(hours=6)),
        updates=updates,
        updated_at=updates[-1].at,
        updated_because=updates[-1].because,
    )


def _block(section: SectionCopy, stories: tuple[TeaserCopy, ...]) -> FrontBlockCopy:
    return FrontBlockCopy(f"section-{section.slug}", section.name, section.href, stories)


def strip() -> FrontBlockCopy:
    """A strip of photos."""
    return FrontBlockCopy("photos", "ছবিতে দিন", "", tuple(teaser(number) for number in range(6)), look="strip")


def opinions() -> FrontBlockCopy:
    """A strip of opinions: who wrote, one without a name, one under a long headline."""
    said = tuple(replace(teaser(number, with_picture=False), kind="opinion", by="নাদিরা হাসনাত") for number in range(3))
    last = replace(teaser(3, with_picture=False, headline=LONG_HEADLINE), kind="opinion", kicker="কলাম")
    return FrontBlockCopy("voices", "মতামত", "", (*said, last), look="opinion")


def front_with_strips() -> FrontCopy:
    """A front with strips of photos and of opinions between its blocks."""
    full = front()
    blocks = (*full.blocks[:2], strip(), opinions(), full.blocks[2])
    return replace(full, blocks=blocks, banners=banners())


def banners() -> tuple[BannerCopy, ...]:
    """A bar with breaking news under a very long headline, and live coverage."""
    return (
        BannerCopy("breaking", LONG_HEADLINE, teaser(1).href),
        BannerCopy("live", HEADLINES[4], teaser(4).href),
    )


def front() -> FrontCopy:
    """A full front."""
    return FrontCopy(
        lead=teaser(0),
        secondary=tuple(teaser(number) for number in range(1, 5)),
        latest=tuple(teaser(number, with_picture=False) for number in range(5, 14)),
        blocks=tuple(
            _block(section, tuple(teaser(place + turn, with_picture=turn < 3) for turn in range(4)))
            for place, section in enumerate(SECTIONS)
        ),
    )


def empty_front() -> FrontCopy:
    """A front before the first story."""
    return FrontCopy(None, (), (), tuple(_block(section, ()) for section in SECTIONS[:2]))


def section_front() -> ListPageCopy:
    """The newest page of a section whose front editors set."""
    front = FrontCopy(teaser(20), tuple(teaser(number) for number in range(21, 25)), (), (strip(),))
    return replace(section_page(), front=front)


def section_page() -> ListPageCopy:
    """The newest page of a section, with older pages behind it."""
    feeds = (Link("আরএসএস", "/world/feed.xml"), Link("অ্যাটম", "/world/atom.xml"), Link("জেসন", "/world/feed.json"))
    stories = tuple(teaser(number, with_picture=number % 3 < 2) for number in range(10))
    return ListPageCopy("আন্তর্জাতিক", "/world/", stories, section=SECTIONS[1], older="/world/page/4/", feeds=feeds)


CRICKET = SectionCopy("cricket", "ক্রিকেট", "/cricket/", "sports")


def paper_with_parts() -> PaperCopy:
    """The paper with a sub-section of sports."""
    return replace(paper(), sections=(*SECTIONS, CRICKET))


def sports_page(section: SectionCopy = SECTIONS[4]) -> ListPageCopy:
    """The newest page of a section that has a sub-section, or of that."""
    return ListPageCopy(section.name, section.href, tuple(map(teaser, range(6))), section=section)


def day_page() -> ListPageCopy:
    """All news of one day."""
    stories = tuple(teaser(number, with_picture=False, summary="") for number in range(6))
    return ListPageCopy(
        "সব খবর",
        "/all/2022-08-15/",
        stories,
        newer="/all/2022-08-16/",
        older="/all/2022-08-14/",
        day=today(),
        month=Link("আগস্ট ২০২২", "/all/2022-08/"),
        on="/all/on/08-15/",
    )


def empty_page() -> ListPageCopy:
    """A topic without stories."""
    return ListPageCopy("সৌরবিদ্যুৎ", "/topic/সৌরবিদ্যুৎ/", ())


def month() -> CalendarCopy:
    """August 2022, with news on all days but every seventh."""
    first = date(2022, 8, 1)
    days = [first + timedelta(days=number) for number in range(31)]
    return CalendarCopy(
        title="আগস্ট ২০২২",
        href="/all/2022-08/",
        calendar="gregorian",
        days=tuple(CalendarDayCopy(day, f"/all/{day}/" if day.day % 7 else "") for day in days),
        years=Link("", "/all/calendar/#y2022"),
        older=Link("জুলাই ২০২২", "/all/2022-07/"),
        newer=Link("অক্টোবর ২০২২", "/all/2022-10/"),
        others=(Link("শ্রাবণ ১৪২৯", "/all/bn/1429-04/"), Link("ভাদ্র ১৪২৯", "/all/bn/1429-05/")),
    )


def years() -> CalendarYearsCopy:
    """Two years; the paper began in the middle of the first."""
    names = ["জানুয়ারি", "ফেব্রুয়ারি", "মার্চ", "এপ্রিল", "মে", "জুন", "জুলাই", "আগস্ট", "সেপ্টেম্বর", "অক্টোবর", "নভেম্বর", "ডিসেম্বর"]
    first = tuple(Link(name, f"/all/2021-{number:02}/" if number > 5 else "") for number, name in enumerate(names, 1))
    second = tuple(Link(name, f"/all/2022-{number:02}/" if number < 9 else "") for number, name in enumerate(names, 1))
    found = (CalendarYearCopy(2022, second), CalendarYearCopy(2021, first))
    return CalendarYearsCopy("/all/calendar/", "gregorian", found, "/all/bn/")


def on() -> AnniversaryCopy:
    """A day of the year in two years."""
    told = tuple(
        AnniversaryYearCopy(
            date(year, 8, 15), f"/all/{year}-08-15/", tuple(teaser(number + year % 5) for number in range(3))
        )
        for year in (2021, 2020)
    )
    return AnniversaryCopy("১৫ আগস্ট", "/all/on/08-15/", told)


def rail() -> RailCopy:
    """A rail with three lists."""
    return RailCopy(
        top=tuple(teaser(number) for number in range(6)),
        latest=tuple(teaser(number) for number in range(6, 12)),
        popular=tuple(teaser(number) for number in (7, 2, 9, 0, 4)),
    )


def newer() -> NewerCopy:
    """The newest of a topic: three after the specimen story, itself, and one before it."""
    times = (timedelta(hours=30), timedelta(hours=26), timedelta(hours=2), timedelta(), timedelta(hours=-1))
    return NewerCopy(tuple(replace(teaser(number), published_at=FIRST + time) for number, time in enumerate(times)))


def notice(status: int = 404) -> NoticeCopy:
    """A page in place of a story."""
    return NoticeCopy(status, "পাতাটি পাওয়া গেল না", "ঠিকানাটি আরেকবার দেখুন, কিংবা প্রচ্ছদ থেকে খবরটি খুঁজে নিন।")
