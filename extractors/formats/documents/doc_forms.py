"""Fields of a .doc that show something else than their result: those to be filled in, objects, readings."""

from __future__ import annotations

import re
import struct

from lxml import etree

from extractors.formats.documents.doc_elements import put
from extractors.formats.documents.doc_file import joined
from extractors.formats.documents.docx_names import Element

_KIND = re.compile(r"\s*(FORMTEXT|FORMCHECKBOX|FORMDROPDOWN)\b", re.I)
_LONGEST = 40  # letters in front of the name of a field and of it
# The reading of a character above it (拼音指南), such as EQ \o\ad(\s\up 9(yán),盐)
_RUBY = re.compile(r"\s*EQ\b.*\\o\s*\\a\w\s*\(\s*\\s\s*\\up\s*[\d.]+\s*\(.*?\)\s*[,;](.*)\)\s*", re.I)
_LONGEST_CODE = 400  # letters
_EMBEDDED = re.compile(r"\s*EMBED\s+([\w.]+)", re.I)
_LETTERS = re.compile("[^\x00-\x1f\ufffe\uffff]+")
_BEGIN = "\x13"
_MOST_CHOICES = 200
_STATED_BY_DEFAULT = 25  # what is chosen where nobody has chosen yet


def put_form(sign: Element, code: str, data: bytes) -> None:
    """Say at the beginning of a field what is to be filled in; `code` is its text, `data` what is stored of it."""
    kind = _KIND.match(code[:_LONGEST])
    if kind is None:
        return
    described = put(sign, "ffData")
    if kind[1].upper() == "FORMTEXT":
        put(described, "textInput")
        return
    try:
        chosen, choices = _chosen(data)
    except (struct.error, IndexError):
        return
    if kind[1].upper() == "FORMCHECKBOX":
        put(put(described, "checkBox"), "checked", val=chosen)
        return
    choice = put(described, "ddList")
    put(choice, "result", val=chosen)
    for one in choices:
        put(choice, "listEntry", val=one)


def put_end(run: Element, text: str, end: int, has_result: bool) -> None:
    """What a field shows that ends here besides its result, or without one."""
    begin = text.rfind(_BEGIN, max(end - _LONGEST_CODE, 0), end)
    if begin < 0:
        return
    embedded = _EMBEDDED.match(text, begin + 1, end)
    base = None if has_result else _RUBY.fullmatch(text, begin + 1, end)
    if embedded is not None:
        put(run, "object").append(etree.Element("OLEObject", {"ProgID": embedded[1]}))
    elif base is not None:
        put(run, "t").text = letters_of(base[1])


def letters_of(text: str) -> str:
    """Without the signs among them."""
    return joined("".join(_LETTERS.findall(text)))


def _chosen(data: bytes) -> tuple[int, list[str]]:
    """What is ticked or chosen, and the choices."""
    (head,) = struct.unpack_from("<H", data, 4)
    (flags,) = struct.unpack_from("<H", data, head + 4)
    at = _behind_text(data, head + 10)  # its name
    if flags & 3 == 0:
        at = _behind_text(data, at)
        usual = 0
    else:
        (usual,) = struct.unpack_from("<H", data, at)
        at += 2
    chosen = flags >> 2 & 31
    chosen = usual if chosen == _STATED_BY_DEFAULT else chosen
    if flags & 3 != 2:
        return chosen, []
    for _ in range(5):  # format, help, status and macros
        at = _behind_text(data, at)
    _, count = struct.unpack_from("<HH", data, at)
    at += 6
    choices: list[str] = []
    for _ in range(min(count, _MOST_CHOICES)):
        (length,) = struct.unpack_from("<H", data, at)
        units = struct.unpack_from(f"<{length}H", data, at + 2)
        choices.append("".join(one for one in joined("".join(map(chr, units))) if one.isprintable()))
        at += 2 + 2 * length
    return chosen, choices


def _behind_text(data: bytes, at: int) -> int:
    return int(at + 4 + 2 * struct.unpack_from("<H", data, at)[0])
