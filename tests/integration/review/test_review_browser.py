"""The review page in a real browser: clicks, keys, and that nothing is fetched from elsewhere."""

from __future__ import annotations

import re
import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import uvicorn

from pipeline.nightly.override_file import read_overrides
from pipeline.review import server
from pipeline.review.app import create_app
from pipeline.review.site import Site
from tests import reviewing

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
if CHROMIUM is None:
    pytest.skip("there is no Chromium on this machine", allow_module_level=True)
playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")


class Running:
    """A server in a thread, a browser, and every request that the browser made."""

    def __init__(self, folder: Path) -> None:
        self.ids = reviewing.publish(folder)
        self.overrides = folder / "overrides.csv"
        self.site = Site(folder / "data", self.overrides)
        self._socket = server.bind(18_700)
        self.address = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self._server = uvicorn.Server(
            uvicorn.Config(create_app(self.site), log_level="error", lifespan="off", ws="none")
        )
        self._thread = threading.Thread(
            target=self._server.run, kwargs={"sockets": [self._socket]}, daemon=True
        )
        self._thread.start()
        until = time.monotonic() + 30
        while not self._server.started and time.monotonic() < until:
            time.sleep(0.05)
        self._playwright = playwright.sync_playwright().start()
        self.browser = self._playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        self.requests: list[str] = []
        self.wrong: list[str] = []

    def page(self, path: str, width: int = 1440, height: int = 900) -> playwright.Page:
        page = self.browser.new_page(viewport={"width": width, "height": height}, locale="zh-CN")
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("pageerror", lambda error: self.wrong.append(str(error)))
        # A policy that is broken is said on the console.
        page.on("console", lambda said: self.wrong.append(said.text) if said.type == "error" else None)
        page.goto(self.address + path)
        return page

    def close(self) -> None:
        self.browser.close()
        self._playwright.stop()
        self._server.should_exit = True
        self._thread.join(10)
        self._socket.close()
        self.site.close()


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    started = Running(tmp_path_factory.mktemp("browser"))
    yield started
    started.close()


def box_of(page: playwright.Page, row: int, column: int) -> playwright.Locator:
    return page.locator(f'.box[data-row="{row}"][data-column="{column}"]')


def is_on(page: playwright.Page, row: int, column: int) -> None:
    playwright.expect(box_of(page, row, column)).to_have_class(word("on"))


def word(text: str) -> re.Pattern[str]:
    """For a class among others."""
    return re.compile(rf"\b{text}\b")


def test_a_click_on_a_finding_shows_its_box(running: Running) -> None:
    page = running.page(f"/documents/{running.ids['good']}?view=findings", height=520)
    page.locator(".findings [data-show]").click()
    is_on(page, 1, 1)
    # In sight even with the card beneath it, in a window of little height.
    playwright.expect(page.locator("#card")).to_contain_text("1,234.50")
    box, frame = box_of(page, 1, 1).bounding_box(), page.locator("#sheet").bounding_box()
    assert box and frame
    assert frame["y"] <= box["y"] and box["y"] + box["height"] <= frame["y"] + frame["height"]
    # The box stands over the figure on the picture, not beside it.
    paper = page.locator("#picture").bounding_box()
    assert paper
    scale = paper["width"] / reviewing.SIZE[0]
    assert abs((box["x"] - paper["x"]) / scale - reviewing.XS[1]) < 2
    assert abs((box["y"] - paper["y"]) / scale - reviewing.YS[1]) < 2
    page.close()


def test_a_finding_of_the_list_of_all_opens_at_its_box(running: Running) -> None:
    page = running.page("/findings")
    page.locator(f'.findings a[href*="{running.ids["good"]}"]').click()
    is_on(page, 1, 1)
    page.close()


def test_a_click_on_a_box_shows_the_cell_and_its_facts(running: Running) -> None:
    page = running.page(f"/documents/{running.ids['good']}?kind=budget")
    box_of(page, 1, 2).click()
    playwright.expect(page.locator("#card")).to_contain_text("1,200.00")
    playwright.expect(page.locator('tr[data-fact="budget.2"]')).to_have_class(word("chosen"))
    playwright.expect(page.locator('tr[data-fact="budget.1"]')).to_have_class(word("kin"))
    page.locator('#card [data-card="fact=budget.2"]').click()
    playwright.expect(page.locator("#card h2")).to_contain_text("预算")
    page.close()


def test_a_cell_of_the_grid_shows_its_box(running: Running) -> None:
    page = running.page(f"/documents/{running.ids['good']}?view=tables")
    page.locator('.grid [data-at-row="1"][data-column="0"]').click()
    is_on(page, 1, 0)
    page.close()


def test_a_fact_of_a_sentence_shows_the_sentence(running: Running) -> None:
    page = running.page(f"/documents/{running.ids['good']}?kind=metrics")
    page.locator('tr[data-fact="metrics.1"]').click()
    playwright.expect(page.locator(".box.sentence")).to_have_class(word("on"))
    page.close()


def test_a_link_opens_at_its_place(running: Running) -> None:
    page = running.page(f"/documents/{running.ids['good']}?page=1&table=t0&row=1&column=2")
    is_on(page, 1, 2)
    playwright.expect(page.locator(".grid .chosen")).to_have_text("1,200.00")
    page.close()


def test_keys_move_search_help_and_turn_pages(running: Running) -> None:
    page = running.page(f"/documents/{running.ids['good']}?kind=budget")
    playwright.expect(page.locator(".box")).to_have_count(7)
    page.keyboard.press("j")
    playwright.expect(page.locator('tr[data-fact="budget.1"]')).to_be_focused()
    page.keyboard.press("j")
    playwright.expect(page.locator('tr[data-fact="budget.2"]')).to_be_focused()
    is_on(page, 1, 2)
    page.keyboard.press("k")
    is_on(page, 1, 1)
    page.keyboard.press("n")
    playwright.expect(page.locator("#page-number")).to_have_value("2")
    playwright.expect(page.locator(".box")).to_have_count(0)
    page.keyboard.press("?")
    playwright.expect(page.locator("#help")).to_be_visible()
    page.keyboard.press("Escape")
    playwright.expect(page.locator("#help")).to_be_hidden()
    page.keyboard.press("/")
    page.wait_for_url("**/search")
    page.keyboard.press("/")
    playwright.expect(page.locator("[data-search]")).to_be_focused()
    page.close()


def test_keys_mark_a_fact_open_its_card_and_correct_it(running: Running) -> None:
    page = running.page(f"/documents/{running.ids['good']}?kind=budget")
    playwright.expect(page.locator(".box")).to_have_count(7)
    mark = page.locator('tr[data-fact="budget.1"] button.check')
    page.keyboard.press("j")
    page.keyboard.press("c")
    name = page.locator('#check-form input[name="who"]')
    playwright.expect(name).to_be_focused()
    playwright.expect(mark).to_have_attribute("aria-pressed", "false")
    page.keyboard.type("王")
    page.keyboard.press("Enter")
    playwright.expect(mark).to_have_attribute("aria-pressed", "true")
    playwright.expect(page.locator("#share")).to_have_text("已核对 1 / 5 条")
    playwright.expect(page.locator('tr[data-fact="budget.1"]')).to_be_focused()
    page.keyboard.press("Enter")
    playwright.expect(page.locator("#card .card")).to_be_focused()
    playwright.expect(page.locator("#card")).to_contain_text("王 已核对")
    page.keyboard.press("Escape")
    playwright.expect(page.locator("#card .card")).to_have_count(0)
    playwright.expect(page.locator('tr[data-fact="budget.1"]')).to_be_focused()
    page.keyboard.press("e")
    playwright.expect(page.locator('#correct select[name="column"]')).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("c")
    playwright.expect(mark).to_have_attribute("aria-pressed", "false")
    page.close()


def test_the_form_for_a_correction_is_in_sight(running: Running) -> None:
    page = running.page(f"/documents/{running.ids['good']}?kind=budget&fact=budget.1")
    is_on(page, 1, 1)
    for part in (
        "#correct button.main",
        '#correct input[name="new_value"]',
        '.box[data-row="1"][data-column="1"]',
    ):
        box = page.locator(part).bounding_box()
        assert box is not None and box["y"] > 0 and box["y"] + box["height"] < 900, part
    assert page.evaluate("[scrollY, document.body.scrollTop]") == [0, 0]
    page.locator('#card [data-field="line_item"]').click()
    playwright.expect(page.locator('#correct input[name="new_value"]')).to_have_value("保费补助")
    page.close()


@pytest.mark.parametrize("width", [390, 1024, 1440])
def test_the_list_of_facts_is_no_wider_than_its_side_and_rows_stay_low(running: Running, width: int) -> None:
    page = running.page(f"/documents/{running.ids['good']}?kind=budget", width)
    long = "根据市财政局关于批复部门预算的通知安排的促进商务高质量发展专项资金" * 12
    page.locator(".rows td.name .clip").first.evaluate("(cell, text) => { cell.textContent = text }", long)
    page.locator(".rows td.said .clip").first.evaluate("(cell, text) => { cell.textContent = text }", long)
    page.locator("html").evaluate("root => root.offsetHeight")
    widths = page.evaluate(
        "[...document.querySelectorAll('.rows, .pane-body')].map(one => [one.scrollWidth, one.clientWidth])"
    )
    assert all(full <= seen + 1 for full, seen in widths)
    assert (
        page.evaluate(
            "Math.max(...[...document.querySelectorAll('.rows tbody tr')].map(row => row.offsetHeight))"
        )
        < 220
    )
    page.close()


def test_every_control_is_reached_by_tab_and_shows_that_it_is(running: Running) -> None:
    page = running.page("/")
    seen = []
    for _ in range(24):
        page.keyboard.press("Tab")
        seen.append(
            page.evaluate(
                "() => [document.activeElement.tagName, getComputedStyle(document.activeElement).outlineStyle]"
            )
        )
    assert {"A", "BUTTON", "INPUT", "SELECT"} <= {tag for tag, _ in seen}
    assert all(outline != "none" for _, outline in seen)
    page.close()


def test_a_correction_made_by_hand(running: Running) -> None:
    page = running.page(f"/documents/{running.ids['good']}?kind=budget&fact=budget.2")
    page.locator('#card select[name="column"]').select_option("amount_yuan")
    page.locator('#card input[name="new_value"]').fill("12000000")
    page.locator('#correct input[name="who"]').fill("李")
    page.locator('#correct input[name="why"]').fill("看错")
    page.locator("#card button.main").click()
    playwright.expect(page.locator("#card .saved")).to_be_visible()
    playwright.expect(page.locator(".rows .chip.pending")).to_contain_text("12,000,000")
    line = read_overrides(running.overrides)[-1]
    assert (line.column, line.old_value, line.new_value) == ("amount_yuan", "12345000.00", "12000000.00")
    page.close()


def test_a_field_with_codes_offers_them(running: Running) -> None:
    page = running.page(f"/documents/{running.ids['good']}?kind=subsidy_terms&fact=subsidy_terms.1")
    page.locator('#card select[name="column"]').select_option("ratio_op")
    offered = page.locator('#card select[name="new_value"]')
    assert offered.evaluate("list => [...list.options].map(one => one.value)") == ["", "≤", "=", "≥"]
    present = offered.input_value()
    wanted = "≥" if present != "≥" else "≤"
    offered.select_option(wanted)
    page.locator('#correct input[name="who"]').fill("李")
    page.locator('#correct input[name="why"]').fill("看错")
    page.locator("#card button.main").click()
    playwright.expect(page.locator("#card .saved")).to_be_visible()
    line = read_overrides(running.overrides)[-1]
    assert (line.column, line.old_value, line.new_value) == ("ratio_op", present, wanted)
    page.locator('#card select[name="column"]').select_option("ratio_pct")
    playwright.expect(offered).to_be_hidden()
    playwright.expect(page.locator('#card input[name="new_value"]')).to_have_value(re.compile(r"\d+"))
    page.close()


def test_a_missing_file_is_said_kindly(running: Running) -> None:
    page = running.page(f"/documents/{running.ids['lost']}")
    playwright.expect(page.locator("#note")).to_contain_text("找不到原文件")
    playwright.expect(page.locator("#paper-page")).to_be_hidden()
    page.close()


@pytest.mark.parametrize("width", [420, 1440])
def test_no_page_is_wider_than_the_window(running: Running, width: int) -> None:
    document = f"/documents/{running.ids['good']}"
    lists = [
        "/",
        "/search?q=1",
        "/findings",
        "/compare",
        "/compare?measure=initial",
        "/unread",
        "/corrections",
    ]
    page = running.page("/", width)
    for path in [
        *lists,
        document,
        *(f"{document}?view={view}" for view in ("tables", "unread&teach=x", "about")),
    ]:
        page.goto(running.address + path)
        if path.startswith("/documents"):
            page.wait_for_selector("#picture[src]", state="attached")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    page.close()


def test_on_a_phone_a_fact_turns_to_its_page_and_back(running: Running) -> None:
    page = running.page(f"/documents/{running.ids['good']}?kind=budget", 420)
    playwright.expect(page.locator("#sheet")).to_be_hidden()
    page.locator('tr[data-fact="budget.1"] td').nth(2).click()
    playwright.expect(page.locator("#sheet")).to_be_visible()
    is_on(page, 1, 1)
    page.locator('.switch [data-side="data"]').click()
    playwright.expect(page.locator("#pane")).to_be_visible()
    page.close()


@pytest.mark.parametrize("width", [390, 1440])
def test_the_figure_of_a_bar_stands_beside_it_in_sight(running: Running, width: int) -> None:
    page = running.page("/compare", width)
    row = page.locator(".bars tr[data-row]").first
    figure, drawn = (row.locator(f".{name}").bounding_box() for name in ("figure", "drawn"))
    assert figure is not None and drawn is not None
    assert figure["x"] >= 0 and drawn["x"] + drawn["width"] <= width and drawn["width"] >= 120
    assert figure["x"] + figure["width"] <= drawn["x"] + 1 and abs(figure["y"] - drawn["y"]) < 30
    page.close()


def test_lists_are_walked_through_by_keys(running: Running) -> None:
    page = running.page("/")
    page.keyboard.press("Tab")
    playwright.expect(page.locator(".skip")).to_be_focused()
    playwright.expect(page.locator(".skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    playwright.expect(page.locator(".facets a").first).to_be_focused()
    page.keyboard.press("j")
    playwright.expect(page.locator("tr[data-row]").first).to_be_focused()
    page.keyboard.press("ArrowDown")
    playwright.expect(page.locator("tr[data-row]").nth(1)).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/documents/*")
    page.close()


def test_on_a_phone_a_list_is_narrowed_behind_one_button(running: Running) -> None:
    page = running.page("/", 390, 844)
    choice = page.locator(".facets a", has_text="绩效评价报告")
    playwright.expect(choice).to_be_hidden()
    page.locator(".facets summary").first.click()
    choice.click()
    page.wait_for_url("**kind=evaluation_report**")
    playwright.expect(page.locator(".given .one")).to_have_count(1)
    # Only the tabs of the header stay in sight.
    page.evaluate("scrollTo(0, 400)")
    tabs = page.locator(".top nav").bounding_box()
    assert tabs is not None and -2 <= tabs["y"] < 12
    page.close()


def test_names_of_columns_stay_in_sight(running: Running) -> None:
    page = running.page("/", 1440, 320)
    page.evaluate("scrollTo(0, 260)")
    header, names = page.locator(".top").bounding_box(), page.locator(".list thead th").first.bounding_box()
    assert header is not None and names is not None
    assert abs(names["y"] - (header["y"] + header["height"])) <= 2
    page.close()


def test_no_table_of_a_list_is_cut_off(running: Running) -> None:
    lists = (
        "/",
        "/findings?order=check",
        "/compare",
        "/compare?measure=subsidy_cap",
        "/unread",
        "/corrections",
    )
    page = running.page("/", 1240)
    for path in lists:
        page.goto(running.address + path)
        wider = page.evaluate(
            "[...document.querySelectorAll('.whole')].map((one) => one.scrollWidth - one.clientWidth)"
        )
        assert all(one <= 1 for one in wider), path
    page.close()


def test_a_choice_of_what_to_compare_is_asked_at_once(running: Running) -> None:
    page = running.page("/compare")
    page.locator('select[name="measure"]').select_option("initial")
    page.wait_for_url("**measure=initial**")
    playwright.expect(page.locator(".bars")).to_be_visible()
    page.close()


def test_the_amount_of_a_fact_is_seen_without_scrolling(running: Running) -> None:
    page = running.page(f"/documents/{running.ids['good']}?kind=budget", 1024)
    label = page.get_by_role("cell", name="保费补助", exact=True).first
    label.evaluate("cell => { cell.textContent = '中国人民财产保险股份有限公司青岛市分公司保费补助资金' }")
    amount = page.get_by_role("cell", name="12,345,000").first.bounding_box()
    pane = page.locator("#pane").bounding_box()
    assert amount is not None and pane is not None
    assert amount["x"] + amount["width"] <= pane["x"] + pane["width"]
    page.close()


def test_texts_of_documents_run_nothing(running: Running) -> None:
    for view in ("facts", "tables", "findings", "about"):
        page = running.page(f"/documents/{running.ids['evil']}?view={view}&page=1&table=t0&row=1&column=2")
        page.wait_for_selector("#picture[src]", state="attached")
        assert page.locator("img[src='x']").count() == 0
        page.close()


def test_no_request_left_the_machine_and_no_page_complained(running: Running) -> None:
    """Stands last: it looks at all requests of the tests before it, and makes some itself."""
    for path in ("/", "/compare", f"/documents/{running.ids['good']}"):
        page = running.page(path)
        page.wait_for_load_state("networkidle")
        page.close()
    assert len(running.requests) > 8
    assert {urlsplit(url).hostname for url in running.requests} == {"127.0.0.1"}
    assert running.wrong == []
