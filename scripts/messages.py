"""The catalogue of Chinese messages: finds what the code says, keeps what was translated, compiles it.

python -m scripts.messages          # writes jixiao.po (new messages with an empty translation) and jixiao.mo
python -m scripts.messages --check  # ends with 1 and says what is missing, left over or not compiled
"""

from __future__ import annotations

import argparse
import io
import re
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from pipeline.language import DOMAIN, FOLDER
from pipeline.version import ROOT

CATALOGUE = FOLDER / "zh" / "LC_MESSAGES" / f"{DOMAIN}.po"
SPOKEN = ("pipeline", "extractors", "normalizers")
"""Packages whose messages are translated; extractors and normalizers can only `tr_noop` theirs."""
CHECKS = ROOT / "queries" / "checks"
"""Statements that begin with the sentence which they check."""
_KEYWORDS = {"tr": None, "tr_noop": None}
_FIELD = re.compile(r"\{(\w*)[^{}]*\}")


def found() -> dict[str, set[str]]:
    """Every message of the code with the files that say it."""
    messages: dict[str, set[str]] = {}
    for package in SPOKEN:
        for file, _, message, _, _ in extract_from_dir(
            str(ROOT / package), method_map=[("**.py", "python")], keywords=_KEYWORDS, comment_tags=()
        ):
            assert isinstance(message, str)
            messages.setdefault(message, set()).add(f"{package}/{file}")
    for path in CHECKS.glob("*.sql"):
        sentence = path.read_text("utf-8").splitlines()[0].removeprefix("-- ")
        messages.setdefault(sentence, set()).add(str(path.relative_to(ROOT)))
    return messages


def read() -> Catalog:
    """The catalogue as it is kept; an empty one before there is any."""
    if not CATALOGUE.exists():
        return Catalog(locale="zh", domain=DOMAIN)
    with CATALOGUE.open("rb") as stream:
        return read_po(stream, locale="zh", domain=DOMAIN)


def renewed(kept: Catalog) -> Catalog:
    """What the code says now with the translations there are, sorted, without dates that change on their own."""
    catalogue = Catalog(
        locale="zh", domain=DOMAIN, project="jixiao", version="", header_comment="# Chinese messages of jixiao.",
        fuzzy=False, revision_date=kept.revision_date, creation_date=kept.creation_date,
    )  # fmt: skip
    for message, files in sorted(found().items()):
        translated = kept.get(message)
        text = translated.string if translated and isinstance(translated.string, str) else ""
        catalogue.add(message, text, locations=[(file, 1) for file in sorted(files)])
    return catalogue


def compiled(catalogue: Catalog) -> bytes:
    stream = io.BytesIO()
    write_mo(stream, catalogue)
    return stream.getvalue()


def faults(kept: Catalog) -> list[str]:
    """What is wrong with the catalogue, a line each: untranslated, left over, or with other fields than the English."""
    known = found()
    lines = [f"no Chinese for: {message!r}" for message in known if not _text(kept, message)]
    for entry in kept:
        message, text = str(entry.id), str(entry.string)
        if message and message not in known:
            lines.append(f"no longer said: {message!r}")
        elif message and text and fields(message) != fields(text):
            lines.append(f"other fields than in English: {message!r} -> {text!r}")
    return lines


def fields(template: str) -> set[str]:
    """The names that are filled in."""
    return set(_FIELD.findall(template))


def _text(catalogue: Catalog, message: str) -> str:
    entry = catalogue.get(message)
    return str(entry.string) if entry else ""


def _written(catalogue: Catalog) -> bytes:
    stream = io.BytesIO()
    write_po(stream, catalogue, width=110, ignore_obsolete=True, include_lineno=False)
    return stream.getvalue()


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--check", action="store_true", help="write nothing; end with 1 when something is wrong"
    )
    check = parser.parse_args().check
    kept = read()
    binary: Path = CATALOGUE.with_suffix(".mo")
    if not check:
        kept = renewed(kept)
        CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
        CATALOGUE.write_bytes(_written(kept))
        binary.write_bytes(compiled(kept))
    lines = faults(kept)
    if not binary.exists() or binary.read_bytes() != compiled(kept):
        lines.append(f"{binary.name} is not compiled from {CATALOGUE.name}: make messages")
    print("\n".join(lines) or f"{len(found())} messages, all in both languages")
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
