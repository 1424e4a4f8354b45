"""Filing from a phone whose line comes and goes: nothing that was typed is lost, nothing is filed twice."""

import socket
from collections.abc import Callable, Iterator
from io import BytesIO

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.desk.keeping.conftest import PATIENCE
from tests.desk.screens import phoned
from tests.desk.screens.phoned import House, sign_in, write

pytestmark = pytest.mark.browser

TEXT = "তিস্তার পানি বেড়েছে। চরের দুই শ পরিবার বাঁধে উঠেছে।"
Phone = Callable[..., BrowserContext]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    yield from phoned.house(tmp_path_factory.mktemp("phone"), port)


@pytest.fixture
def phone(chromium: Browser, house: House) -> Iterator[Phone]:
    expect.set_options(timeout=PATIENCE)
    yield from phoned.phones(chromium, house)


def opened(context: BrowserContext, house: House) -> Page:
    """The form, when its script has asked the newsroom."""
    page = context.new_page()
    page.goto(house.form)
    expect(page.locator("#line")).to_have_text("লাইন আছে")
    return page


def ready_offline(page: Page) -> None:
    """Waits until the worker has kept what it opens without a line."""
    page.evaluate(
        """async () => {
          await navigator.serviceWorker.ready;
          const kept = async (name) => (await (await caches.open(name)).keys()).length;
          while ((await kept("harkara-filing-1")) < 3) await new Promise((done) => setTimeout(done, 50));
        }"""
    )


def state(page: Page, name: str) -> None:
    """Waits until the first piece of the list that is on the phone is in this state."""
    expect(page.locator(f"#pieces [data-state={name}]").first).to_be_visible()


def arrived(page: Page, headline: str) -> None:
    """Waits until the newsroom has it, and the phone keeps nothing of it."""
    row = page.locator("#pieces li", has_text=headline)
    expect(row.locator(".good")).to_contain_text("পৌঁছেছে")
    expect(row.locator("[data-state]")).to_have_count(0)


def photograph(width: int = 1600) -> bytes:
    """A picture that no encoder makes small."""
    out = BytesIO()
    Image.effect_noise((width, width * 2 // 3), 60).convert("RGB").save(out, "JPEG", quality=92)
    return out.getvalue()


def attach(page: Page) -> None:
    picture = {"name": "ঘাট.jpg", "mimeType": "image/jpeg", "buffer": photograph()}
    page.set_input_files("[name=pictures]", [picture])  # type: ignore[arg-type]  # its own stubs want a TypedDict
    expect(page.locator("#shown li")).to_have_count(1)


@pytest.mark.long
def test_what_is_typed_is_there_after_the_page_was_closed_in_the_middle_of_a_word(house: House, phone: Phone) -> None:
    context = phone()
    page = opened(context, house)
    page.locator("#text").press_sequentially("চরের স্কু")
    page.close(run_before_unload=False)
    again = opened(context, house)
    expect(again.locator("#text")).to_have_value("চরের স্কু")
    again.fill("#text", "")


@pytest.mark.long
def test_without_a_line_the_page_opens_keeps_and_sends_when_the_line_is_back(house: House, phone: Phone) -> None:
    context = phone()
    page = opened(context, house)
    ready_offline(page)
    context.set_offline(True)
    page.close()
    page = context.new_page()
    page.goto(house.form)
    expect(page.locator("#line")).to_have_text("লাইন নেই")
    write(page, TEXT, headline="লাইন ছাড়া")
    page.click(".send")
    state(page, "out")
    page.reload()
    state(page, "out")
    assert "লাইন ছাড়া" not in house.filed()
    context.set_offline(False)
    arrived(page, "লাইন ছাড়া")
    assert house.filed().count("লাইন ছাড়া") == 1
    place = house.rows("SELECT dateline, outlet FROM desk_incomingclipping WHERE headline = 'লাইন ছাড়া'")
    assert place == [("উলিপুর (কুড়িগ্রাম)", "রিনা")]


@pytest.mark.long
def test_an_answer_that_is_lost_files_nothing_twice(house: House, phone: Phone) -> None:
    page = opened(phone(), house)
    lost: list[int] = []

    def lose(route: Route) -> None:
        lost.append(route.fetch().status)
        route.abort()

    page.route("**/desk/file/piece/", lose, times=2)
    write(page, TEXT, headline="উত্তর হারাল")
    page.click(".send")
    state(page, "out")
    page.evaluate("dispatchEvent(new Event('online'))")
    arrived(page, "উত্তর হারাল")
    assert (lost[0], house.filed().count("উত্তর হারাল")) == (200, 1)


@pytest.mark.long
def test_what_was_taken_back_after_it_came_in_unheard_is_a_newer_version_of_it(house: House, phone: Phone) -> None:
    page = opened(phone(), house)
    page.route("**/desk/file/piece/", lambda route: (route.fetch(), route.abort()), times=1)
    write(page, TEXT, headline="প্রথম কথা")
    page.click(".send")
    state(page, "out")
    page.locator("#pieces button", has_text="বদলান").click()
    expect(page.locator("#text")).to_have_value(TEXT)
    write(page, f"{TEXT} পানি আরও বেড়েছে।", headline="শেষ কথা")
    page.click(".send")
    arrived(page, "শেষ কথা")
    assert ("প্রথম কথা" in house.filed(), house.filed().count("শেষ কথা")) == (False, 1)


@pytest.mark.long
def test_an_ended_session_loses_nothing(house: House, phone: Phone) -> None:
    context = phone()
    page = opened(context, house)
    context.clear_cookies()
    write(page, TEXT, headline="আবার প্রবেশ")
    page.click(".send")
    expect(page.locator("#in a")).to_be_visible()
    state(page, "out")
    page.click("#in a")
    sign_in(page, "rina")
    arrived(page, "আবার প্রবেশ")
    assert house.filed().count("আবার প্রবেশ") == 1


@pytest.mark.long
def test_an_old_token_loses_nothing(house: House, phone: Phone) -> None:
    context = phone()
    page = opened(context, house)
    context.clear_cookies(name="csrftoken")
    write(page, TEXT, headline="পুরোনো পাতা")
    page.click(".send")
    arrived(page, "পুরোনো পাতা")


@pytest.mark.long
def test_a_newsroom_that_was_killed_gets_it_when_it_stands_again(house: House, phone: Phone) -> None:
    page = opened(phone(), house)
    house.kill()
    try:
        write(page, TEXT, headline="ঘর ছিল বন্ধ")
        page.click(".send")
        state(page, "out")
        expect(page.locator("#line")).to_have_text("লাইন নেই")
    finally:
        house.start()
    arrived(page, "ঘর ছিল বন্ধ")
    assert house.filed().count("ঘর ছিল বন্ধ") == 1


@pytest.mark.long
def test_a_picture_goes_on_where_the_line_broke(house: House, phone: Phone) -> None:
    page = opened(phone(), house)
    starts: list[int] = []

    def breaks(route: Route) -> None:
        starts.append(int(route.request.url.rpartition("from=")[2]))
        if len(starts) == 2:
            route.abort()
        elif len(starts) == 4:
            route.fetch()
            route.abort()
        else:
            route.continue_()

    page.route("**/desk/file/picture/**", breaks)
    write(page, TEXT, headline="ছবিসহ")
    attach(page)
    page.fill("#shown input", "ঘাটের নৌকা")
    page.click(".send")
    expect(page.locator("#line")).to_have_text("লাইন নেই")
    assert house.filed().count("ছবিসহ") == 1  # the text is there before its picture
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("#line")).to_have_text("লাইন নেই")
    page.reload()
    arrived(page, "ছবিসহ")
    assert starts[1] == starts[2] > 0
    assert starts == sorted(starts)
    [(credit,)] = house.rows("SELECT credit FROM desk_picture WHERE caption = 'ঘাটের নৌকা'")
    assert credit == "রিনা"
    left = """() => new Promise((done) => {
      const asked = indexedDB.open("harkara-filing", 1);
      asked.onsuccess = () => {
        const all = asked.result.transaction("pictures").objectStore("pictures").count();
        all.onsuccess = () => done(all.result);
      };
    })"""
    assert page.evaluate(left) == 0


@pytest.mark.long
def test_a_camera_s_picture_is_drawn_smaller_on_the_phone(house: House, phone: Phone) -> None:
    page = opened(phone(), house)
    write(page, TEXT, headline="বড় ছবি")
    picture = {"name": "camera.jpg", "mimeType": "image/jpeg", "buffer": photograph(3000)}
    page.set_input_files("[name=pictures]", [picture])  # type: ignore[arg-type]  # as above
    expect(page.locator("#shown img")).to_have_js_property("naturalWidth", 1920)
    page.set_input_files("[name=pictures]", [{"name": "x.jpg", "mimeType": "image/jpeg", "buffer": b"no"}])  # type: ignore[list-item]  # as above
    expect(page.locator("#why")).to_contain_text("x.jpg")
    page.click("#shown button")
    expect(page.locator("#shown li")).to_have_count(0)
    page.fill("#text", "")
    page.fill("#headline", "")


@pytest.mark.long
def test_what_is_refused_stays_and_says_why(house: House, phone: Phone) -> None:
    page = opened(phone(), house)
    write(page, TEXT, headline="বেশি লম্বা")
    page.evaluate(
        """() => {
          const text = document.getElementById("text");
          text.value = "ক".repeat(50001);
          text.dispatchEvent(new InputEvent("input", { bubbles: true }));
        }"""
    )
    page.click(".send")
    state(page, "refused")
    expect(page.locator("#pieces .bad")).to_contain_text("দুই ভাগে পাঠান")
    page.locator("#pieces button", has_text="বদলান").click()
    page.fill("#text", TEXT)
    page.click(".send")
    arrived(page, "বেশি লম্বা")


@pytest.mark.long
def test_another_person_on_the_same_phone_neither_sees_nor_sends_it(house: House, phone: Phone) -> None:
    context = phone()
    page = opened(context, house)
    context.clear_cookies()
    write(page, TEXT, headline="রিনার কথা")
    page.click(".send")
    page.click("#in a")
    sign_in(page, "kamal")
    expect(page.locator("#name")).to_have_text("কামাল")
    expect(page.locator("#pieces li", has_text="রিনার কথা")).to_have_count(0)
    context.clear_cookies()
    page.goto(f"{house.form}in/")
    sign_in(page, "rina")
    arrived(page, "রিনার কথা")
    assert house.rows("SELECT outlet FROM desk_incomingclipping WHERE headline = 'রিনার কথা'") == [("রিনা",)]


@pytest.mark.long
def test_signing_out_asks_and_wipes_the_phone(house: House, phone: Phone) -> None:
    page = opened(phone(), house)
    page.fill("#text", "অর্ধেক লেখা")
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.accept()))
    page.click("#out button")
    page.wait_for_url("**/desk/file/in/")
    assert len(asked) == 1
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('harkara-filing')).length") == 0
    kept = page.evaluate(
        """async () => {
          const shelf = await caches.open("harkara-filing-1");
          return (await Promise.all((await shelf.matchAll()).map((one) => one.text()))).join("");
        }"""
    )
    assert ("রিনা" in kept, "অর্ধেক লেখা" in kept) == (False, False)


@pytest.mark.long
def test_two_pieces_at_once_and_two_tabs(house: House, phone: Phone) -> None:
    context = phone()
    page = opened(context, house)
    write(page, TEXT, headline="প্রথম খসড়া")
    page.click("#new")
    write(page, TEXT, headline="দ্বিতীয় খসড়া")
    other = opened(context, house)
    expect(other.locator("#headline")).to_have_value("দ্বিতীয় খসড়া")
    other.click(".send")
    arrived(other, "দ্বিতীয় খসড়া")
    other.locator("#pieces button", has_text="লিখতে থাকুন").click()
    expect(other.locator("#headline")).to_have_value("প্রথম খসড়া")
    other.click(".send")
    arrived(other, "প্রথম খসড়া")
    assert [house.filed().count(name) for name in ("প্রথম খসড়া", "দ্বিতীয় খসড়া")] == [1, 1]


@pytest.mark.long
def test_by_keyboard_alone(house: House, phone: Phone) -> None:
    page = opened(phone(), house)
    page.focus("#text")
    page.keyboard.type(TEXT)
    page.keyboard.press("Tab")
    page.keyboard.press("Control+A")
    page.keyboard.type("ভোলা")
    page.keyboard.press("Tab")
    page.keyboard.type("কিবোর্ডে")
    page.keyboard.press("Enter")
    arrived(page, "কিবোর্ডে")


@pytest.mark.long
def test_missing_text_or_place_is_said_where_it_is_missing(house: House, phone: Phone) -> None:
    page = opened(phone(), house)
    page.click(".send")
    expect(page.locator("#text")).to_be_focused()
    expect(page.locator("#why")).to_contain_text("কী ঘটেছে লিখুন")
    write(page, TEXT, place="")
    page.click(".send")
    expect(page.locator("#place")).to_be_focused()
    page.fill("#text", "")


@pytest.mark.long
def test_without_javascript_it_is_a_plain_form(house: House, phone: Phone) -> None:
    context = phone(java_script_enabled=False)
    page = context.new_page()
    page.goto(house.form)
    write(page, TEXT, headline="লিপি ছাড়া")
    page.set_input_files(
        "[name=pictures]",
        [{"name": "a.jpg", "mimeType": "image/jpeg", "buffer": photograph(900)}],  # type: ignore[list-item]  # as above
    )
    page.click(".send")
    expect(page.locator(".said")).to_contain_text("পৌঁছেছে")
    expect(page.locator("noscript li, main li").first).to_contain_text("লিপি ছাড়া")
    assert house.filed().count("লিপি ছাড়া") == 1


@pytest.mark.long
def test_the_other_language_with_what_was_typed_still_there(house: House, phone: Phone) -> None:
    page = opened(phone("kamal"), house)
    ready_offline(page)
    page.fill("#text", "অর্ধেক")
    page.click("#tongue button")
    expect(page.locator("h1")).to_have_text("File a piece")
    expect(page.locator("#text")).to_have_value("অর্ধেক")
    page.click("#tongue button")
    expect(page.locator("h1")).to_have_text("খবর পাঠান")
    page.fill("#text", "")


@pytest.mark.long
def test_axe_finds_nothing_in_any_state_and_every_target_is_large(house: House, phone: Phone) -> None:
    context = phone(bypass_csp=True)
    found: dict[str, list[str]] = {}
    small: dict[str, list[str]] = {}

    def look(page: Page, name: str) -> None:
        said = Axe().run(page, options={"resultTypes": ["violations"]}).response
        wrong = [(one["id"], node["html"]) for one in said["violations"] for node in one["nodes"]]
        found[name] = [f"{rule}: {html[:120]}" for rule, html in wrong]
        small[name] = page.evaluate(
            """() => [...document.querySelectorAll("button, a, input:not([type=file]), textarea, summary, label.button")]
              .filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < 43.5)
              .map((one) => one.outerHTML.slice(0, 100))"""
        )
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name

    page = opened(context, house)
    look(page, "empty")
    write(page, TEXT * 20, headline="নদীভাঙনকবলিত" * 15)
    attach(page)
    look(page, "written")
    context.set_offline(True)
    page.click(".send")
    state(page, "out")
    look(page, "kept")
    page.click(".send")
    look(page, "missing")
    context.set_offline(False)
    expect(page.locator("#pieces [data-state]")).to_have_count(0)
    look(page, "filed")
    context.clear_cookies()
    page.reload()
    expect(page.locator("#in a")).to_be_visible()
    look(page, "signed out")
    page.click("#in a")
    look(page, "in")
    assert found == {name: [] for name in found}
    assert small == {name: [] for name in small}
