"""The lock and the licences of what jixiao stands on."""

from __future__ import annotations

import re
import tomllib
from typing import Any

import pytest

from pipeline.version import ROOT
from scripts import licences, locked

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
LOCK = tomllib.loads(locked.LOCK.read_text("utf-8"))


def names(requirements: list[str]) -> set[str]:
    return {re.split(r"[\[>=;<\s]", line, maxsplit=1)[0].lower() for line in requirements}


def test_the_lock_is_that_of_the_project() -> None:
    own = locked.own_package(LOCK)
    assert {one["name"] for one in own["dependencies"]} == names(PROJECT["dependencies"])
    extras = {extra: {one["name"] for one in needs} for extra, needs in own["optional-dependencies"].items()}
    assert extras == {name: names(needs) for name, needs in PROJECT["optional-dependencies"].items()}
    bounds = {
        line["name"]: line["specifier"] for line in own["metadata"]["requires-dist"] if "specifier" in line
    }
    declared = [
        *PROJECT["dependencies"],
        *(one for some in PROJECT["optional-dependencies"].values() for one in some),
    ]
    for line in declared:
        if bound := re.search(r">=[\d.]+", line):
            assert bounds[names([line]).pop()] == bound[0], "make lock"


def test_every_package_of_the_lock_has_a_wheel_with_a_checksum() -> None:
    for package in LOCK["package"]:
        if package["name"] != locked.OWN:
            assert package["source"] == {"registry": "https://pypi.org/simple"}
            assert package["wheels"] and all(
                re.fullmatch(r"sha256:[0-9a-f]{64}", one["hash"]) for one in package["wheels"]
            )


def test_this_python_is_served_and_extras_can_be_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    assert locked.main(["charts"]) == 0
    lines = capsys.readouterr().out.splitlines()
    told = {line.partition("==")[0] for line in lines}
    assert {"duckdb", "matplotlib", "hatchling"} <= told and not {"pytest", "dagster", "jixiao"} & told
    assert all(re.fullmatch(r"[\w.-]+==\S+( --hash=sha256:[0-9a-f]{64})+", line) for line in lines)
    assert locked.main(["chart"]) == 1
    assert "there is no extra chart" in capsys.readouterr().err


def test_markers_releases_and_extras_of_packages_are_followed() -> None:
    def package(name: str, version: str = "1", **more: Any) -> dict[str, Any]:
        return {"name": name, "version": version, "wheels": [{"hash": f"sha256:{name}"}], **more}

    lock = {
        "package": [
            package(
                "jixiao",
                **{
                    "dependencies": [
                        {"name": "a", "version": "1", "marker": "old"},
                        {"name": "a", "version": "2", "marker": "new"},
                        {"name": "b", "extra": ["more"]},
                    ],
                    "optional-dependencies": {},
                    "dev-dependencies": {"build": [{"name": "e"}]},
                },
            ),
            package("a", "1"),
            package("a", "2"),
            package("b", **{"optional-dependencies": {"more": [{"name": "c"}], "most": [{"name": "d"}]}}),
            package("c", dependencies=[{"name": "b"}]),
            package("d"),
            package("e"),
        ]
    }
    found = locked.locked(lock, [], lambda marker: marker in ("", "new"))
    assert [locked.requirement(one) for one in found] == [
        "a==2 --hash=sha256:a",
        "b==1 --hash=sha256:b",
        "c==1 --hash=sha256:c",
        "e==1 --hash=sha256:e",
    ]


@pytest.mark.parametrize(
    ("licence", "refused"),
    [
        ("GPL-3.0-or-later", True),
        ("AGPL-3.0-only", True),
        ("GNU General Public License v3 (GPLv3)", True),
        ("GNU Affero General Public License v3", True),
        ("LGPL-2.1-or-later", False),
        ("GNU Lesser General Public License v2 (LGPLv2)", False),
        ("GNU Library or Lesser General Public License (LGPL)", False),
        ("MIT OR GPL-2.0-only", False),
        ("MPL-2.0 AND MIT", False),
        ("MIT AND GPL-2.0-only", True),
        ("Apache Software License; BSD License", False),
    ],
)
def test_gpl_and_agpl_are_told_from_their_milder_kin(licence: str, refused: bool) -> None:
    assert licences.is_refused(licence) is refused


def test_no_dependency_is_under_gpl_or_agpl_and_all_say_their_licence() -> None:
    found = licences.licences()
    assert {"duckdb", "pypdfium2", "pikepdf"} <= {one.package for one in found}
    assert [one for one in found if one.is_refused] == []
    assert [one.package for one in found if one.licence == "?"] == []


def test_a_package_says_its_licence_in_one_of_three_places() -> None:
    from email.message import Message

    def about(**fields: str) -> Message:
        message = Message()
        for name, value in fields.items():
            message[name.replace("_", "-")] = value
        return message

    assert licences.stated(about(License_Expression="MIT", License="long text")) == "MIT"
    assert licences.stated(about(Classifier="License :: OSI Approved :: BSD License")) == "BSD License"
    assert licences.stated(about(License="\nISC\nmore")) == "ISC"
    assert licences.stated(about()) == "?"
