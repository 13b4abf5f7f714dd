"""The lists and the comparison of the review page in a browser."""

from __future__ import annotations

import pytest

from tests.browsing import Running, is_on, playwright


def test_a_finding_of_the_list_of_all_opens_at_its_box(running: Running) -> None:
    page = running.page("/findings")
    page.locator(f'.findings a[href*="{running.ids["good"]}"]').click()
    is_on(page, 1, 1)
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
