"""Fields of a .doc that are to be filled in: text, boxes to be ticked, and lists to choose from."""

from __future__ import annotations

import re
import struct

from extractors.formats.documents.doc_elements import put
from extractors.formats.documents.doc_file import joined
from extractors.formats.documents.docx_names import Element

_KIND = re.compile(r"\s*(FORMTEXT|FORMCHECKBOX|FORMDROPDOWN)\b", re.I)
_LONGEST = 40  # letters in front of the name of a field and of it
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
