"""One wrong byte in a whole file: what is published otherwise then, and is it said?

    python -m benchmarks.wrong_bytes [FOLDER] [--each 10] [--workers 2]

Makes copies of the PDFs of a folder (the sample reports) with one fault each, and compares the rows that are published
of them with those of the whole file. The faults:

    bit      one bit of any byte
    digit    one digit outside packed data becomes another
    plain    the same in a file of which nothing is packed

Prints for each how many copies give the same rows, and of the others how many are degraded or failed, how many are ok
with a finding that the whole file lacks, and how many are ok in silence. Exits 1 when one of a `bit` is.
"""

from __future__ import annotations

import argparse
import random
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import duckdb
import pikepdf

from pipeline.schemas import SCHEMAS

FAULTS = ("bit", "digit", "plain")
OUTCOMES = ("same rows", "degraded or failed", "ok, with a finding", "ok, in silence")
_STREAM = re.compile(rb"stream\r?\n.*?endstream", re.DOTALL)
_DIGIT = re.compile(rb"[0-9]")


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="benchmarks.wrong_bytes")
    parser.add_argument("folder", nargs="?", type=Path, default=Path("data/samples"))
    parser.add_argument("--each", type=int, default=10, help="copies of each file and fault")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--list", action="store_true", help="also print the copies that are ok in silence")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as work:
        copies, data = Path(work) / "copies", Path(work) / "data"
        copies.mkdir()
        for path in sorted(options.folder.glob("*.pdf")):
            _write_copies(path, copies, options.each)
        command = [sys.executable, "-m", "pipeline", "ingest", str(copies), "--data", str(data)]
        command += ["--ocr", "never", "--workers", str(options.workers)]
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        outcomes, silent = _outcomes(data)
    width = max(map(len, OUTCOMES))
    print(" " * 8, *(outcome.rjust(width) for outcome in OUTCOMES))
    for fault in FAULTS:
        print(fault.ljust(8), *(str(outcomes[fault, outcome]).rjust(width) for outcome in OUTCOMES))
    if options.list:
        print(*silent, sep="\n")
    return int(outcomes["bit", OUTCOMES[-1]] > 0)


def _write_copies(path: Path, copies: Path, each: int) -> None:
    """`name@fault@place.pdf`, and `name@whole@packed.pdf`, `name@whole@plain.pdf`."""
    packed = path.read_bytes()
    with pikepdf.open(path) as pdf:
        plain_path = copies / f"{path.stem}@whole@plain.pdf"
        level = pikepdf.StreamDecodeLevel.generalized
        pdf.save(plain_path, stream_decode_level=level, compress_streams=False)
    plain = plain_path.read_bytes()
    (copies / f"{path.stem}@whole@packed.pdf").write_bytes(packed)
    chooser = random.Random(path.stem)
    for fault, content in zip(FAULTS, (packed, packed, plain), strict=True):
        for _ in range(each):
            place, byte = _wrong(fault, content, chooser)
            wrong = content[:place] + bytes([byte]) + content[place + 1 :]
            (copies / f"{path.stem}@{fault}@{place}.pdf").write_bytes(wrong)


def _wrong(fault: str, content: bytes, chooser: random.Random) -> tuple[int, int]:
    """A place, and the byte that is wrong there."""
    if fault == "bit":
        place = chooser.randrange(len(content))
        return place, content[place] ^ 1 << chooser.randrange(8)
    searched = content if fault == "plain" else _STREAM.sub(lambda found: b" " * len(found.group()), content)
    place = chooser.choice([found.start() for found in _DIGIT.finditer(searched)])
    return place, ord(chooser.choice([digit for digit in "0123456789" if ord(digit) != content[place]]))


def _outcomes(data: Path) -> tuple[Counter[tuple[str, str]], list[str]]:
    """How many copies of each fault came out how, and those that are ok in silence."""
    database = duckdb.connect()
    documents = database.sql(
        f"SELECT file_name, document_id, status FROM read_parquet('{data}/documents/**/*.parquet')"
    ).fetchall()
    rows: dict[str, set[str]] = {document_id: set() for _, document_id, _ in documents}
    findings: dict[str, Counter[str]] = {document_id: Counter() for document_id in rows}
    for name, schema in SCHEMAS.items():
        if name == "documents" or "document_id" not in schema.names:
            continue
        found = database.sql(f"SELECT * FROM read_parquet('{data}/{name}/**/*.parquet', union_by_name=true)")
        own = found.columns.index("document_id")
        for row in found.fetchall():
            said = f"{name} {row[:own] + row[own + 1 :]}".replace(row[own], "")
            if name != "findings":
                rows[row[own]].add(said)
            elif "other_document" not in said:
                findings[row[own]][said] += 1
    whole = {
        name.split("@")[0::2][0] + name.split("@")[2]: id_ for name, id_, _ in documents if "@whole@" in name
    }
    outcomes: Counter[tuple[str, str]] = Counter()
    silent = []
    for name, document_id, status in documents:
        stem, fault, _ = name.split("@")
        if fault == "whole":
            continue
        original = whole[stem + ("plain.pdf" if fault == "plain" else "packed.pdf")]
        if status != "ok":
            outcome = OUTCOMES[1]
        elif rows[document_id] == rows[original]:
            outcome = OUTCOMES[0]
        elif findings[document_id] - findings[original]:
            outcome = OUTCOMES[2]
        else:
            outcome = OUTCOMES[3]
            silent.append(name)
        outcomes[fault, outcome] += 1
    return outcomes, silent


if __name__ == "__main__":
    sys.exit(main())
