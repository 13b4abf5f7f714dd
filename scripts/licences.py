"""The licences of what jixiao stands on, as the installed packages state them.

python -m scripts.licences    # a line for each package; 1 when one of them may not be among them

GNU's GPL and AGPL are refused: they would bind who hands jixiao on. LGPL and MPL bind changes to the package alone,
and it is used as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module, metadata
from typing import Any

OWN = "jixiao"
_REFUSED = re.compile(
    r"\bA?GPL|(?<!Lesser )(?<!Library or Lesser )\bGeneral Public License|Affero", re.IGNORECASE
)
_LESSER = re.compile(r"\bLGPL|Lesser General Public|Library or Lesser", re.IGNORECASE)
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Licence:
    """One package with its licence, and whether jixiao itself needs it or only an extra."""

    package: str
    version: str
    licence: str
    needed_by: str

    @property
    def is_refused(self) -> bool:
        return is_refused(self.licence)


def is_refused(licence: str) -> bool:
    """Whether a licence leaves no way around GPL or AGPL; of several to choose from one is enough."""
    choices = re.split(r"\s+OR\s+|;\s*", licence)
    return all(_REFUSED.search(one) is not None and _LESSER.search(one) is None for one in choices)


def licences() -> list[Licence]:
    """All installed packages that jixiao needs, with every extra, sorted by name."""
    found: dict[str, Licence] = {}
    extras = metadata.metadata(OWN).get_all("Provides-Extra") or []
    for extra in ("", *sorted(extras)):
        for name in _closure(OWN, extra):
            if name not in found and name != OWN:
                one = metadata.distribution(name)
                found[name] = Licence(one.metadata["Name"], one.version, stated(one.metadata), extra or OWN)
    return [found[name] for name in sorted(found)]


def stated(about: Any) -> str:
    """The licence in the package's own words, the exact ones first: an expression, classifiers, a line of text."""
    if expression := about.get("License-Expression"):
        return str(expression)
    classifiers = [
        line.rpartition(" :: ")[2]
        for line in about.get_all("Classifier") or []
        if line.startswith("License :: ") and line != "License :: OSI Approved"
    ]
    if classifiers:
        return "; ".join(classifiers)
    text = next((line.strip() for line in (about.get("License") or "").splitlines() if line.strip()), "")
    return text[:_LONGEST] or "?"


def _closure(name: str, extra: str) -> Iterator[str]:
    """Names of the installed packages that one needs, itself included."""
    packaging: Any = import_module("packaging.requirements")
    waiting, seen = [(name, extra)], set[tuple[str, str]]()
    while waiting:
        one = waiting.pop()
        if one in seen:
            continue
        seen.add(one)
        try:
            needs = metadata.requires(one[0]) or []
        except metadata.PackageNotFoundError:
            continue  # of an extra that is not installed here
        yield one[0]
        for line in needs:
            wanted = packaging.Requirement(line)
            if wanted.marker is None or wanted.marker.evaluate({"extra": one[1]}):
                wanted_name = re.sub(r"[-_.]+", "-", wanted.name).lower()
                waiting += [(wanted_name, ""), *((wanted_name, part) for part in wanted.extras)]


def main() -> int:
    """Print them."""
    found = licences()
    for one in found:
        print(f"{one.package:28} {one.version:14} {one.needed_by:8} {one.licence}")
    refused = [one for one in found if one.is_refused]
    for one in refused:
        print(f"\nnot allowed: {one.package} {one.version}: {one.licence}")
    return 1 if refused else 0


if __name__ == "__main__":
    raise SystemExit(main())
