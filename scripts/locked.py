"""What `uv.lock` says for this Python and this machine, in the words of pip: exact releases with their checksums.

python -m scripts.locked EXTRA…  > requirements.txt
pip install --no-deps --require-hashes --only-binary :all: --requirement requirements.txt

The lock is the only list of releases; `make setup` installs from it, with pip or with uv, from any index or a folder.
What builds jixiao itself is among it. Nothing but Python and pip is needed, since nothing is installed yet.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

LOCK = Path(__file__).parents[1] / "uv.lock"
OWN = "jixiao"
BUILD = "build"

Package = Mapping[str, Any]
Applies = Callable[[str], bool]


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the requirements; 1 for an extra that there is none of."""
    extras = list(sys.argv[1:] if arguments is None else arguments)
    lock = tomllib.loads(LOCK.read_text("utf-8"))
    if unknown := set(extras) - set(own_package(lock)["optional-dependencies"]):
        print(f"there is no extra {', '.join(sorted(unknown))}", file=sys.stderr)
        return 1
    print("\n".join(map(requirement, locked(lock, extras, _applies_here))))
    return 0


def locked(lock: Mapping[str, Any], extras: Sequence[str], applies: Applies) -> list[Package]:
    """The packages that jixiao and its build need with these extras, by name; `applies` judges a marker."""
    own = own_package(lock)
    waiting: list[Mapping[str, Any]] = list(own["dependencies"])
    for extra in extras:
        waiting += own["optional-dependencies"][extra]
    waiting += own["dev-dependencies"][BUILD]
    needed: dict[str, Package] = {}
    seen: set[tuple[str, str]] = set()
    while waiting:
        wanted = waiting.pop()
        if not applies(wanted.get("marker", "")):
            continue
        package = _package(lock, wanted)
        needed[package["name"]] = package
        for part in ("", *wanted.get("extra", ())):
            if (package["name"], part) not in seen:
                seen.add((package["name"], part))
                waiting += _needs(package, part)
    return [needed[name] for name in sorted(needed)]


def requirement(package: Package) -> str:
    """A line for pip, with the checksums of all its wheels."""
    sums = sorted({wheel["hash"] for wheel in package["wheels"]})
    return " ".join([f"{package['name']}=={package['version']}", *(f"--hash={one}" for one in sums)])


def own_package(lock: Mapping[str, Any]) -> Package:
    """What the lock says of jixiao itself."""
    return next(_named(lock, OWN))


def _needs(package: Package, extra: str) -> Sequence[Mapping[str, Any]]:
    if not extra:
        return list(package.get("dependencies", ()))
    return list(package.get("optional-dependencies", {}).get(extra, ()))


def _package(lock: Mapping[str, Any], wanted: Mapping[str, Any]) -> Package:
    """Where the lock has several releases of a package, who needs one says which."""
    version = wanted.get("version")
    return next(one for one in _named(lock, wanted["name"]) if version in (None, one["version"]))


def _named(lock: Mapping[str, Any], name: str) -> Iterator[Package]:
    return (package for package in lock["package"] if package["name"] == name)


def _applies_here(marker: str) -> bool:
    # pip brings the module along that knows markers.
    return not marker or bool(import_module("pip._vendor.packaging.markers").Marker(marker).evaluate())


if __name__ == "__main__":
    raise SystemExit(main())
