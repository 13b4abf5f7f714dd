"""Printed text: what is kept, and the copy that is matched.

Two forms of every string exist. *Printed* text (`clean`) is what the page shows with line breaks joined; it
is what is published. The *match key* (`match_key`) is an NFKC copy without white space and footnote marks; it
is what dictionaries and comparisons use, and is never published.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# NFKC leaves the CJK radicals that some fonts map common characters to.
_RADICALS = "⺠⻓⻔⻢⻥⻦⻩⻬⻰⻅⻉⻋⻚⻛⻜⻝⻘⻤⺟⻄⻆⻨⻧⺻⽼"
_IDEOGRAPHS = "民长门马鱼鸟黄齐龙见贝车页风飞食青鬼母西角麦卤聿老"
RADICALS = dict(zip(_RADICALS, _IDEOGRAPHS, strict=True)) | {
    chr(code): unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)
}
"""Radicals as characters of their own, and the ideographs that look the same."""
_FOOTNOTE = re.compile(r"[\[［〔【]\s*\d{1,2}\s*[\]］〕】]")
# NFKC would turn a note mark behind a number or a name into a digit: 100① must not become 1001. m² and 米² are units.
_MARK = re.compile(r"[①-⑳⓪](?<=[\d%％].)|(?<![A-Za-z米里⁰¹²³⁴-⁹⁽⁾])[⁰¹²³⁴-⁹⁽⁾]+")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u2060\ufeff\ufffe\uffff]")
_SPACE = re.compile(r"\s+")
# Scripts that are set without word spaces: ideographs, kana, CJK and full-width punctuation.
_CJK = r"\u2e80-\u9fff\uf900-\ufaff\u3000-\u30ff\uff00-\uffef\u2018-\u201d…—"
_CJK_GAP = re.compile(rf"(?<=[{_CJK}])\s+(?=[{_CJK}])")
_KEY_PAIRS = dict(zip(_RADICALS + "〔〕【】﹙﹚﹪：", _IDEOGRAPHS + "()()()%:", strict=True))
_KEY_TABLE = str.maketrans(_KEY_PAIRS)
_PAIRED = re.compile(f"[{''.join(_KEY_PAIRS)}]")
# Most cells hold nothing that matching would change, and most lines nothing but wide punctuation and spaces.
_UNCHANGED = r"\u4e00-\u9fff0-9A-Za-z.,%()+/:;<=>!?\-、。《》“”‘’—≥≤"
_NARROWED = dict(zip(" ，：；（）％！？", ["", *",:;()%!?"], strict=True))
_PLAIN = re.compile(f"[{_UNCHANGED}]*")
_NEARLY_PLAIN = re.compile(f"[{_UNCHANGED}{''.join(_NARROWED)}]*")
_BLANKS = frozenset(
    {
        "",
        "/",
        "\\",
        "-",
        "--",
        "—",
        "——",
        "–",
        "―",
        "─",
        "一一",
        "无",
        "不适用",
        "N/A",
        "n/a",
        "NA",
        "\\\\",
        "//",
        "...",
        "…",
    }
)


def strip_footnotes(text: str) -> str:
    """Remove footnote marks such as ``[7]`` that stick to names and values."""
    return _FOOTNOTE.sub("", text)


def clean(text: str) -> str:
    """Join the lines of a cell or paragraph: no space between Chinese characters, one elsewhere."""
    if " " not in text and text.isprintable():
        return text  # no white space and no control character: nothing to do
    text = _CONTROL.sub("", text)
    text = _CJK_GAP.sub("", text)
    return _SPACE.sub(" ", text).strip()


@lru_cache(maxsize=16384)
def match_key(text: str) -> str:
    """NFKC copy for comparing: no white space, no footnote marks, brackets and colons in one form."""
    if _PLAIN.fullmatch(text):
        return text
    if _NEARLY_PLAIN.fullmatch(text):
        for wide, narrow in _NARROWED.items():
            text = text.replace(wide, narrow)
        return text
    return _matched(text)


def _matched(text: str) -> str:
    """The key of any text, step by step."""
    text = _MARK.sub("", text)
    text = unicodedata.normalize("NFKC", _CONTROL.sub("", text))
    text = _SPACE.sub("", _FOOTNOTE.sub("", text))
    return text.translate(_KEY_TABLE) if _PAIRED.search(text) else text


def is_blank(text: str | None) -> bool:
    """True when the cell says that nothing is printed: empty, a dash, a slash, 无, 不适用."""
    return text is None or match_key(text) in _BLANKS
