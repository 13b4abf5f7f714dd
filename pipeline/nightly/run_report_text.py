"""The report of a run as text: what changed first, each list short, the way to the rest named."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pipeline.account import shares_text
from pipeline.answers.reasons import reason_said
from pipeline.names import harmless
from pipeline.samples import SampleCount, samples_text

_SHOWN = 20
_MEANING = {
    0: "all well",
    1: "stopped: usage or environment",
    2: "some documents failed",
    3: "another run holds the lock",
    4: "publishing failed; the last published version stands",
}
_TITLES = {
    "new": "new",
    "changed": "changed",
    "gone": "gone",
    "renamed": "renamed",
    "read_again": "read again",
}

Body = Mapping[str, Any]


def as_text(body: Body) -> str:
    """A report for people. `body` is what `refresh` gives; what it lacks is not mentioned."""
    return "\n".join(line.rstrip() for line in _lines(body))


def corrections_text(made: Body) -> str:
    """What came of the corrections, in one line; '' when there are none."""
    if not made:
        return ""
    said = f"{made['applied']} applied, {made['outdated']} outdated, {made['unneeded']} no longer needed"
    if made["unknown"]:
        said += f"; not published: {', '.join(made['unknown'][:_SHOWN])}"
    return said


def decisions_text(made: Body) -> str:
    """What came of the decisions about programmes, in one line; '' when there are none."""
    if not made:
        return ""
    said = f"{made['made']} decision{'s' if made['made'] != 1 else ''}"
    if unused := made["unused"]:
        more = f"; and {len(unused) - _SHOWN} more" if len(unused) > _SHOWN else ""
        said += f", {len(unused)} about names that no document has: {'; '.join(unused[:_SHOWN])}{more}"
    return said


def vocabulary_text(made: Body) -> str:
    """What came of the taught words, in one line; '' when there are none and were none."""
    if not made:
        return ""
    said = [f"{made['taught']} label{'s' if made['taught'] != 1 else ''} taught"]
    for name, title in (("new", "read anew"), ("gone", "taken back"), ("unused", "in no document")):
        if labels := made[name]:
            more = f" and {len(labels) - _SHOWN} more" if len(labels) > _SHOWN else ""
            said.append(f"{title}: {harmless('、'.join(labels[:_SHOWN]))}{more}")
    said += [harmless(f"{label} {why}") for label, why in made["doubts"].items()][:_SHOWN]
    return "; ".join(said)


def _lines(body: Body) -> Iterator[str]:
    code = body["exit_code"]
    yield f"run         {body['run']}, {body['started_at']}, {body['seconds']} s"
    yield f"exit code   {code}: {_MEANING.get(code, 'stopped')}"
    yield f"folders     {', '.join(body['folders'])}"
    if body.get("error"):
        yield f"stopped     {harmless(body['error']['message'])}"
        yield f"            {harmless(body['error']['next'])}"
    if body.get("version"):
        yield f"version     {_version(body)} in {body['data']}"
    if "counts" in body:
        yield f"documents   {_counts(body['counts'])}"
    if said := shares_text(body.get("numbers") or {}):
        yield f"numbers     {said}"
    if said := samples_text(SampleCount(**(body.get("samples") or {}))):
        yield f"samples     {said}"
    yield from _failed(body.get("failed", ()))
    yield from _differences(body.get("differences") or {})
    for row in body.get("kept", ())[:_SHOWN]:
        yield f"kept        {row['source_path']}: its file or folder could not be read"
    for row in body.get("skipped", ())[:_SHOWN]:
        yield f"skipped     {row['source_path']}: {row['reason']}"
    for row in body.get("left_out", ())[:_SHOWN]:
        yield f"left out    {row['source_path']}: {row['reason']}"
    yield from _more(body.get("left_out", ()), len(body.get("left_out", ())))
    if said := corrections_text(body.get("corrections") or {}):
        yield f"corrected   {said}"
    if said := decisions_text(body.get("decisions") or {}):
        yield f"programmes  {said}"
    if said := vocabulary_text(body.get("vocabulary") or {}):
        yield f"vocabulary  {said}"
    if "checks" in body:
        for found in body["checks"]:
            yield f"check       {found['check']}: {found['rows']} rows break the rule “{found['says']}”"
        if not body["checks"]:
            yield "checks      all passed"
    if body.get("hook"):
        yield f"hook        {harmless(body['hook']['outcome'])}"


def _version(body: Body) -> str:
    before, now = body.get("version_before"), body["version"]
    if before == now:
        return f"{now}, unchanged,"
    return f"{now}, after {before}," if before else f"{now}, the first,"


def _counts(counts: Body) -> str:
    by_status = ", ".join(f"{count} {name}" for name, count in counts["documents"].items())
    return (
        f"{by_status} (files {counts['files']}, read now {counts['read']}, read before {counts['unchanged']}, "
        f"same content {counts['duplicates']})"
    )


def _failed(rows: Sequence[Body]) -> Iterator[str]:
    for row in rows[:_SHOWN]:
        since = "failed now  " if row["is_new"] else "still fails "
        yield f"{since}{row['source_path']}: {harmless(reason_said(row['status_reason']))}"
        yield f"            {row['next']}"
    yield from _more(rows, len(rows))


def _differences(found: Body) -> Iterator[str]:
    for name, title in _TITLES.items():
        rows = found.get("documents", {}).get(name, ())
        count = found.get("document_counts", {}).get(name, 0)
        if count:
            yield f"{title:11} {count} document{'s' if count > 1 else ''}"
            for row in rows[:_SHOWN]:
                was = f"  (was {row['was']})" if row.get("was") else ""
                yield f"            {row['source_path']}{was}"
            yield from _more(rows, count)
    counts = found.get("fact_counts", {})
    for table, kinds in counts.items():
        listed = ", ".join(f"{count} {kind}" for kind, count in kinds.items() if count)
        yield f"facts       {table}: {listed}"
    facts = found.get("facts", ())
    for row in facts[:_SHOWN]:
        page = row["page"] if row["page"] is not None else row["page_before"]
        said = row["is"] if row["kind"] == "added" else row["was"]
        if row["kind"] == "changed":
            said = f"{row['was'] or 'nothing'} → {row['is'] or 'nothing'}"
        place = f"{harmless(row['file_name'] or '')} p.{page}"
        yield f"            {row['kind']} {place}  {harmless(row['subject'])}: {harmless(said or '')}"
    yield from _more(facts, sum(sum(kinds.values()) for kinds in counts.values()))
    turned = found.get("finding_counts", {})
    if any(turned.values()):
        yield f"findings    {turned['new']} new, {turned['gone']} gone"
        for row in found["findings"][:_SHOWN]:
            page = "" if row["page"] is None else f" p.{row['page']}"
            place = f"{harmless(row['file_name'] or '')}{page}"
            yield f"            {row['kind']} {row['severity']} {place}  {harmless(row['message'] or row['check'])}"
        yield from _more(found["findings"], sum(turned.values()))
    if found.get("problem"):
        yield f"differences could not be determined: {harmless(found['problem'])}"


def _more(rows: Sequence[Any], count: int) -> Iterator[str]:
    shown = min(len(rows), _SHOWN)
    if count > shown:
        listed = "all" if len(rows) >= count else f"{len(rows)} of them"
        yield f"            and {count - shown} more; `jixiao report --json` lists {listed}"
