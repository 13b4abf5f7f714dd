"""Published parts that rot, go or come: what is asked then must be refused with the part's name, or answered rightly.

    python -m benchmarks.rot --flips 400

The sample reports are published twice, so that there is an older version. One bit of a part is then turned over in
place, and `query`, `export` and `refresh` are asked; the part is mended, and the next bit comes. Every answer that is
given is compared, table by table, with that of before. Half of the bits are turned with the time of change set back, as
a disk does it that forgets: those nothing may publish again, and a version as small as this one is not answered from.
Then come the kinds of damage that a hand does, each of which must be refused by name.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import random
import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from unittest import mock

import duckdb

from pipeline import cli
from pipeline.answers.catalog import open_catalog
from pipeline.errors import JixiaoError
from pipeline.publishing import integrity, layout, materialized_views
from pipeline.schemas import SCHEMAS
from pipeline.version import ROOT

Kind = Callable[[Path, Path, Path], str]
"""Damages a version, given a part with rows and another one; returns what must be named."""


def publish(folder: Path) -> Path:
    """The samples below `folder`, published in two versions; the folder that holds them."""
    raw, data = folder / "raw", folder / "data"
    shutil.copytree(ROOT / "data" / "samples", raw)
    late = raw / "yantai_2022_evaluation.pdf"
    late.rename(folder / late.name)
    with mock.patch.object(materialized_views, "LEAST_FACTS", 0):
        assert _run("refresh", str(raw), "--data", str(data), "--ocr", "never")[0] == 0
        shutil.copy(folder / late.name, late)
        assert _run("refresh", str(raw), "--data", str(data), "--ocr", "never")[0] == 0
    return data


def turn_bits(data: Path, flips: int, is_silent: bool, seed: int = 0) -> Counter[str]:
    """Turn so many bits over, one after the other; counts what was asked by how it ended."""
    chance = random.Random(seed)
    version, truth = _version(data), digest(data)
    parts = sorted(path for path in version.rglob("*.parquet"))
    weights = [path.stat().st_size for path in parts]
    ended: Counter[str] = Counter()
    for number in range(flips):
        [path] = chance.choices(parts, weights) if number % 2 else [chance.choice(parts)]
        place, bit = chance.randrange(path.stat().st_size), 1 << chance.randrange(8)
        was = path.stat()
        _turn(path, place, bit)
        if is_silent:
            os.utime(path, ns=(was.st_atime_ns, was.st_mtime_ns))
        for what, how in ask(data, truth, str(path.relative_to(version))).items():
            ended[f"{what} {how}"] += 1
        _turn(path, place, bit)
        os.utime(path, ns=(was.st_atime_ns, was.st_mtime_ns))
        assert _version(data) == version, f"{path} was published again with bit {bit} of byte {place} turned"
    return ended


def ask(data: Path, truth: Mapping[str, str], name: str) -> dict[str, str]:
    """Ask everything that reads; says of each whether it `refused` by name, or answered `right` or `wrong`."""
    target = data.parent / "exported"
    asked = {
        "query": ("query", "coverage"),
        "export": ("export", str(target), "--no-workbook"),
        "refresh": ("refresh", str(data.parent / "raw"), "--ocr", "never"),
    }
    found = {}
    for what, arguments in asked.items():
        code, said = _run(*arguments, "--data", str(data))
        if code:
            is_named = name in said and "versions restore" in said
            found[what] = "refused" if is_named else f"refused without its name: {said.splitlines()[0][-60:]}"
        elif what == "refresh":
            found[what] = "accepted"
        else:
            found[what] = "right" if digest(data) == truth else "wrong"
    shutil.rmtree(target, ignore_errors=True)
    return found


def digest(data: Path) -> dict[str, str]:
    """Every table with its number of rows and a sum of all that is in them, as the program answers it."""
    integrity.forget()
    try:
        with open_catalog(data) as catalog:
            sums = {
                name: f"SELECT count(*) AS n, sum(hash(t)::HUGEINT)::VARCHAR AS s FROM {name} t"
                for name in SCHEMAS
            }
            return {name: str(catalog.connection.sql(sql).fetchall()) for name, sql in sorted(sums.items())}
    except (JixiaoError, duckdb.Error) as error:
        return {"refused": str(error)}


def _turn(path: Path, place: int, bit: int) -> None:
    with path.open("r+b") as stream:
        stream.seek(place)
        [byte] = stream.read(1)
        stream.seek(place)
        stream.write(bytes([byte ^ bit]))


def _removed(version: Path, part: Path, other: Path) -> str:
    part.unlink()
    return _named(version, part)


def _table_removed(version: Path, part: Path, other: Path) -> str:
    shutil.rmtree(version / "documents")
    return "documents/"


def _copied(version: Path, part: Path, other: Path) -> str:
    target = part.with_name("part-000099.parquet")
    shutil.copy2(part, target)
    return _named(version, target)


def _renamed(version: Path, part: Path, other: Path) -> str:
    part.rename(part.with_name("part-000099.parquet"))
    return _named(version, part)


def _swapped(version: Path, part: Path, other: Path) -> str:
    aside = part.with_name("aside")
    part.rename(aside)
    other.rename(part)
    aside.rename(other)
    return _named(version, part)


def _truncated(version: Path, part: Path, other: Path) -> str:
    os.truncate(part, part.stat().st_size // 2)
    return _named(version, part)


def _emptied(version: Path, part: Path, other: Path) -> str:
    os.truncate(part, 0)
    return _named(version, part)


def _lengthened(version: Path, part: Path, other: Path) -> str:
    with part.open("ab") as stream:
        stream.write(b"\0" * 64)
    return _named(version, part)


def _older(version: Path, part: Path, other: Path) -> str:
    """The part of the same name in the version before, which holds other rows."""
    before = version.with_name("000001") / part.relative_to(version)
    shutil.copy2(before, part.with_name("aside"))
    part.with_name("aside").rename(part)
    return _named(version, part)


def _linked(version: Path, part: Path, other: Path) -> str:
    aside = version.parent.parent / "aside.parquet"
    part.rename(aside)
    part.symlink_to(aside)
    return _named(version, part)


def _folder(version: Path, part: Path, other: Path) -> str:
    part.unlink()
    part.mkdir()
    return _named(version, part)


def _without_manifest(version: Path, part: Path, other: Path) -> str:
    (version / "manifest.json").unlink()
    return "manifest"


def _broken_manifest(version: Path, part: Path, other: Path) -> str:
    path = version / "manifest.json"
    path.write_bytes(path.read_bytes()[:-200])
    return "manifest"


def _other_manifest(version: Path, part: Path, other: Path) -> str:
    path = version / "manifest.json"
    path.write_text(re.sub(r'("rows": )[1-9]\d*', r"\g<1>7", path.read_text("utf-8"), count=1), "utf-8")
    return "manifest"


KINDS: Mapping[str, Kind] = {
    "a part removed": _removed,
    "a table removed": _table_removed,
    "a part copied under another name": _copied,
    "a part renamed": _renamed,
    "two parts swapped": _swapped,
    "a part cut off": _truncated,
    "a part emptied": _emptied,
    "a part lengthened": _lengthened,
    "a part of an older version": _older,
    "a link in place of a part": _linked,
    "a folder in place of a part": _folder,
    "the manifest removed": _without_manifest,
    "the manifest cut off": _broken_manifest,
    "a number of the manifest changed": _other_manifest,
}


def try_kind(data: Path, kind: str, scratch: Path) -> dict[str, str]:
    """Do this damage to a copy of the published folder, and ask everything."""
    copy = scratch / "data"
    shutil.rmtree(scratch, ignore_errors=True)
    shutil.copytree(data, copy, symlinks=True)
    shutil.copytree(data.parent / "raw", scratch / "raw")
    truth, version = digest(copy), _version(copy)
    years = sorted(
        (version / "budget").glob("fiscal_year=20*/*.parquet"), key=lambda path: path.stat().st_size
    )
    name = KINDS[kind](version, version / "documents" / "part-000001.parquet", years[-1])
    return ask(copy, truth, name)


def _named(version: Path, path: Path) -> str:
    return str(path.relative_to(version))


def _version(data: Path) -> Path:
    version = layout.current_version(data)
    assert version is not None
    return version


def _run(*arguments: str) -> tuple[int, str]:
    """Exit code of a command, and what it said."""
    said = io.StringIO()
    integrity.forget()  # every command is a process of its own
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        code = cli.main([*arguments, "--lang", "en"])
    return code, said.getvalue()


def main() -> None:
    parser = argparse.ArgumentParser(
        description="Damage published parts and ask; nothing wrong may be answered."
    )
    parser.add_argument("--flips", type=int, default=400, help="bits turned over (%(default)s)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        data = publish(Path(folder))
        print(f"{len(list(_version(data).rglob('*.parquet')))} parts")
        for is_silent in (False, True):
            ended = turn_bits(data, options.flips // 2, is_silent, seed=int(is_silent))
            how = "with the time of change set back" if is_silent else "as a program writes"
            print(f"{options.flips // 2} bits turned {how}:")
            print(
                "".join(f"    {what:24}{count:6}\n" for what, count in sorted(ended.items())),
                end="",
                flush=True,
            )
            # What was turned and turned back is sound.
            assert not integrity.damage_in(_version(data), deep=True)
        for kind in KINDS:
            found = try_kind(data, kind, Path(folder) / "scratch")
            print(f"{kind:36}{', '.join(f'{what} {how}' for what, how in found.items())}", flush=True)


if __name__ == "__main__":
    main()
