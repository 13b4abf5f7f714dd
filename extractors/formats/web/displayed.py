"""What a browser displays of a page: everything else is taken out of its tree, form fields become their values."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from extractors.formats.web.ink import Ink
from extractors.formats.web.masses import text_of
from extractors.formats.web.notes import UNREAD, unread_of
from extractors.formats.web.styles import Declarations, Styles, class_names
from extractors.formats.web.tree import Element, name_of, remove
from extractors.formats.web.words import words

_SIZES = ("height", "width", "max-height", "max-width")
_HIDING = ("display", "visibility", "opacity")
_MARK = re.compile(r"[\[(（〔【]?\s*(\d{1,2}|[\u2460-\u2473*※])\s*[\])）〕】]?")
_MEASURES = ("m", "M", "米")
CELLS_GONE = "cells-gone"
_NAMED = 30  # letters by which what is folded away is named
_UNFOLD = "open it on the page and save the page again"
_FIELDS = ("input", "select", "textarea", "button")
_BUTTONS = ("button", "submit", "reset", "image", "file", "password", "hidden")
_FAR = re.compile(r"-\d{3,}(\.\d+)?(px|pt|em|rem|%)?")
_NONE = re.compile(r"0(\.0+)?(px|pt|em|rem|%)?")


def drop_hidden(body: Element, styles: Styles, with_scripts: bool = False) -> dict[Element, Declarations]:
    """Take out what is not displayed. What the sheets say of elements that stay.

    What is only invisible keeps its place, without its text. Where something is displayed that is not read, a mark
    says so to `unread_in`. `with_scripts`: what holds most of the text is displayed,
    for scripts show it at last.
    """
    main = _main(body) if with_scripts else frozenset()
    declared: dict[Element, Declarations] = {}
    # Excel hides a column whose `col` is not displayed; browsers show it all the same.
    is_of_excel = any("office:excel" in value for value in body.getroottree().getroot().attrib.values())
    gone: list[Element] = []
    unread: dict[Element, str] = {}
    is_seen = [(True, True)]  # of the elements that are open: visible, and with letters of some size
    inks = [_ink_around(body, styles)]
    for event, element in _walk(body, gone):
        if event == "end":
            is_seen.pop()
            inks.pop()
            if not all(is_seen[-1]) or not inks[-1].is_seen:
                element.tail = None
            continue
        found = styles.declared(element)
        if element in main:
            found = {name: value for name, value in found.items() if name not in _HIDING}
        is_visible, has_size = is_seen[-1]
        if "visibility" in found:
            is_visible = found["visibility"] not in ("hidden", "collapse")
        if "font-size" in found:
            has_size = not _NONE.fullmatch(found["font-size"])
        is_seen.append((is_visible, has_size))
        inks.append(inks[-1].within(element, found))
        seen = is_visible and has_size and inks[-1].is_seen
        if not seen:
            element.text = None
        tag = name_of(element)
        if tag in ("col", "colgroup"):
            declared[element] = found if is_of_excel else {**found, "display": ""}
        elif element is not body and (
            _is_hidden(element, found, styles) or (not seen and _takes_no_place(element, found))
        ):
            gone.append(element)
            if seen and not _is_hidden_by_style(element, found, styles) and (what := unread_of(element)):
                unread[element] = what
            if tag in ("td", "th"):
                _note_in_table(element)
        elif found:
            declared[element] = found
    for element in gone:
        if element in unread:
            mark = etree.Element("span")
            mark.set(UNREAD, unread[element])
            element.addprevious(mark)
        remove(element)
    for element in list(body.iter(*_FIELDS)):
        _write_out(element)
    for element in list(body.iter("sup")):
        _write_raised(element)
    return declared


def _ink_around(body: Element, styles: Styles) -> Ink:
    root = body.getroottree().getroot()
    return Ink.of_page(styles).within(root, styles.declared(root))


def _main(body: Element) -> frozenset[Element]:
    """Elements that hold most of the text of a page."""
    letters: dict[Element, int] = {}
    for _, element in etree.iterwalk(body, events=("end",)):
        is_text = name_of(element) not in words("undisplayed_tags")
        count = letters[element] = (
            letters.get(element, 0) + len((element.text or "").strip()) if is_text else 0
        )
        parent = element.getparent()
        if parent is not None:
            letters[parent] = letters.get(parent, 0) + count + len((element.tail or "").strip())
    return frozenset(element for element, count in letters.items() if count > letters[body] / 2)


def _walk(body: Element, gone: list[Element]) -> Iterator[tuple[str, Element]]:
    """Starts and ends of elements; those within the last of the `gone` are passed over."""
    walk = etree.iterwalk(body, events=("start", "end"))
    for event, element in walk:
        yield event, element
        if event == "start" and gone and gone[-1] is element:
            walk.skip_subtree()


def _note_in_table(cell: Element) -> None:
    """Where hidden cells are gone, the columns of the table are no longer those that it names."""
    table = next(cell.iterancestors("table"), None)
    if table is not None:
        table.set(CELLS_GONE, "")


def _takes_no_place(element: Element, found: Declarations) -> bool:
    """Rows that are collapsed are as good as not there, and fields of forms have nothing to show."""
    return found.get("visibility") == "collapse" or name_of(element) in _FIELDS


def _is_hidden(element: Element, found: Declarations, styles: Styles) -> bool:
    tag = name_of(element)
    if not tag or tag in words("undisplayed_tags"):
        return True
    if tag == "details" and element.get("open") is None:
        _fold(element)
    return _is_hidden_by_style(element, found, styles)


def _is_hidden_by_style(element: Element, found: Declarations, styles: Styles) -> bool:
    if found.get("display"):
        if found["display"] == "none":
            return True
    elif element.get("hidden") is not None or (styles.has_sheets_outside and _is_hidden_by_name(element)):
        return True
    return _is_out_of_sight(found)


def _is_hidden_by_name(element: Element) -> bool:
    """Its sheet is not in the page: names that hide in the well-known collections of styles have to do."""
    names = class_names(element)
    is_pane = bool(names & words("pane_names"))
    return bool(names & words("hidden_names")) or (is_pane and not names & words("shown_names"))


def _is_out_of_sight(found: Declarations) -> bool:
    """Struck out, transparent, without a size, or far off the page."""
    if "line-through" in f"{found.get('text-decoration', '')} {found.get('text-decoration-line', '')}":
        return True
    if found.get("opacity", "") in ("0", "0.0", "0%"):
        return True
    if found.get("overflow") == "hidden" and any(_NONE.fullmatch(found.get(side, "")) for side in _SIZES):
        return True
    if _FAR.fullmatch(found.get("text-indent", "")):
        return True
    is_moved = found.get("position") in ("absolute", "fixed", "relative")
    return is_moved and any(_FAR.fullmatch(found.get(side, "")) for side in ("left", "top"))


def _fold(element: Element) -> None:
    """Of closed details the summary is displayed; that there is more is said, for a click shows it."""
    summary = next((text_of(child) for child in element if name_of(child) == "summary"), "")
    if any(one.isalnum() for one in text_of(element).replace(summary, "", 1)):
        element.set(UNREAD, f"what is folded away under {summary[:_NAMED]} was not read; {_UNFOLD}")
    element.text = None
    for child in list(element):
        if name_of(child) != "summary":
            element.remove(child)
        child.tail = None


def _write_out(element: Element) -> None:
    """What a field of a form shows: the text in it, the choice made, a box with or without a tick."""
    tag, kind = name_of(element), (element.get("type") or "text").lower()
    shown = ""
    if tag == "textarea":
        shown = element.text or ""
    elif tag == "select":
        options = [one for one in element.iter("option")]
        chosen = [one for one in options if one.get("selected") is not None] or options[:1]
        shown = "".join(chosen[-1].itertext()) if chosen else ""
    elif tag == "input" and kind in ("checkbox", "radio"):
        shown = "☑" if element.get("checked") is not None else "□"
    elif tag == "input" and kind not in _BUTTONS:
        shown = element.get("value") or ""
    element.tail = shown + (element.tail or "")
    remove(element)


def _write_raised(element: Element) -> None:
    """The mark of a note is no part of a number or word; a raised figure of a measure (m²) is part of it."""
    text = "".join(element.itertext()).strip()
    if not _MARK.fullmatch(text):
        return
    before, parent = element.getprevious(), element.getparent()
    if before is not None:
        beside = before.tail or "".join(before.itertext())
    else:
        beside = "" if parent is None else parent.text or ""
    shown = {"2": "²", "3": "³"}.get(text, "") if beside.rstrip().endswith(_MEASURES) else ""
    element.tail = shown + (element.tail or "")
    remove(element)
