"""The page of one document in a browser: clicks, keys, sizes, forms."""

from __future__ import annotations

import re

import pytest

from pipeline.nightly.override_file import read_overrides
from tests import reviewing
from tests.browsing import Running, box_of, is_on, playwright, word


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


def test_a_field_chosen_before_the_script_ran_offers_its_own_value(running: Running) -> None:
    page = running.browser.new_page(locale="zh-CN")
    held: list[playwright.Route] = []
    page.route("**/document.js", lambda route: held.append(route))
    page.goto(
        f"{running.address}/documents/{running.ids['good']}?kind=budget&fact=budget.2", wait_until="commit"
    )
    page.locator('#card select[name="column"]').select_option("fiscal_year")
    held.pop().continue_()
    playwright.expect(page.locator('#card input[name="new_value"]')).to_have_value(re.compile(r"20\d\d"))
    page.close()


def test_a_missing_file_is_said_kindly(running: Running) -> None:
    page = running.page(f"/documents/{running.ids['lost']}")
    playwright.expect(page.locator("#note")).to_contain_text("找不到原文件")
    playwright.expect(page.locator("#paper-page")).to_be_hidden()
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
