"""Single lines of the report of a run, which the command line prints, too."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pipeline.answers.chinese_names import code_said
from pipeline.language import listed, padded, tr
from pipeline.names import harmless

SHOWN = 20
_LABEL_COLUMNS = 12
Body = Mapping[str, Any]


def row(label: str, text: str) -> str:
    """A line of the report."""
    return padded(label, _LABEL_COLUMNS) + text


def statuses_text(counts: Mapping[str, int]) -> str:
    """How many documents have each status, in one line."""
    return tr(", ").join(
        tr("{count} {status}", count=count, status=code_said("status", name, "documents"))
        for name, count in counts.items()
    )


def about(path: str, said: str) -> str:
    """What is said of a file, in one line."""
    return tr("{path}: {said}", path=path, said=said)


def broken_rule(found: Body) -> str:
    """A check of the published data that found something, in one line."""
    return tr(
        "{check}: {rows} rows break the rule “{rule}”",
        check=found["check"],
        rows=found["rows"],
        rule=found["says"],
    )


def corrections_text(made: Body) -> str:
    """What came of the corrections, in one line; '' when there are none."""
    if not made:
        return ""
    said = tr(
        "{applied} applied, {outdated} outdated, {unneeded} no longer needed",
        applied=made["applied"],
        outdated=made["outdated"],
        unneeded=made["unneeded"],
    )
    if made["unknown"]:
        return tr("{said}; not published: {documents}", said=said, documents=listed(made["unknown"][:SHOWN]))
    return said


def decisions_text(made: Body) -> str:
    """What came of the decisions about programmes, in one line; '' when there are none."""
    if not made:
        return ""
    said = tr("{count} decisions", count=made["made"]) if made["made"] != 1 else tr("1 decision")
    if unused := made["unused"]:
        more = tr("; and {count} more", count=len(unused) - SHOWN) if len(unused) > SHOWN else ""
        return tr(
            "{said}, {count} about names that no document has: {names}{more}",
            said=said,
            count=len(unused),
            names=tr("; ").join(unused[:SHOWN]),
            more=more,
        )
    return said


def vocabulary_text(made: Body) -> str:
    """What came of the taught words, in one line; '' when there are none and were none."""
    if not made:
        return ""
    said: list[str] = [
        tr("{count} labels taught", count=made["taught"]) if made["taught"] != 1 else tr("1 label taught")
    ]
    for name, title in (
        ("new", tr("read anew")),
        ("gone", tr("taken back")),
        ("unused", tr("in no document")),
    ):
        if labels := made[name]:
            more = tr(" and {count} more", count=len(labels) - SHOWN) if len(labels) > SHOWN else ""
            shown = harmless("、".join(labels[:SHOWN]))
            said.append(tr("{title}: {labels}{more}", title=title, labels=shown, more=more))
    said += [harmless(f"{label} {why}") for label, why in made["doubts"].items()][:SHOWN]
    return tr("; ").join(said)
