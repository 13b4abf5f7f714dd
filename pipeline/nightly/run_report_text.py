"""The report of a run as text: what changed first, each list short, the way to the rest named."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from pipeline.account import shares_text
from pipeline.answers.chinese_names import code_said, table_said
from pipeline.answers.reasons import reason_said
from pipeline.errors import failure_class
from pipeline.language import listed, tr, tr_noop
from pipeline.names import harmless
from pipeline.nightly.difference_words import subject_said, values_said
from pipeline.nightly.report_lines import (
    SHOWN,
    Body,
    about,
    broken_rule,
    corrections_text,
    decisions_text,
    row,
    statuses_text,
    vocabulary_text,
)
from pipeline.samples import SampleCount, samples_text

_MEANING = {
    0: tr_noop("all well"),
    1: tr_noop("stopped: usage or environment"),
    2: tr_noop("some documents failed"),
    3: tr_noop("another run holds the lock"),
    4: tr_noop("publishing failed; the last published version stands"),
}
_TITLES = {
    "new": tr_noop("new"),
    "changed": tr_noop("changed"),
    "gone": tr_noop("gone"),
    "renamed": tr_noop("renamed"),
    "read_again": tr_noop("read again"),
}
_KINDS = {
    "added": tr_noop("added"),
    "removed": tr_noop("removed"),
    "changed": tr_noop("changed"),
    "new": tr_noop("new"),
    "gone": tr_noop("gone"),
}
"""What became of a fact or a finding."""
_ALONE = {
    "kept": tr_noop("kept"),
    "skipped": tr_noop("skipped"),
    "left_out": tr_noop("left out"),
    "same_content": tr_noop("same"),
}
"""Lists of files that were not read."""


def as_text(body: Body) -> str:
    """A report for people. `body` is what `refresh` gives; what it lacks is not mentioned."""
    return "\n".join(line.rstrip() for line in _lines(body))


def _lines(body: Body) -> Iterator[str]:
    code = body["exit_code"]
    began = tr(
        "{run}, {time}, {seconds} s", run=body["run"], time=body["started_at"], seconds=body["seconds"]
    )
    yield row(tr("run"), began)
    meaning = tr(_MEANING.get(code, tr_noop("stopped")))
    yield row(tr("exit code"), tr("{code}: {meaning}", code=code, meaning=meaning))
    yield row(tr("folders"), listed(body["folders"]))
    if body.get("error"):
        yield row(tr("stopped"), harmless(body["error"]["message"]))
        yield row("", harmless(body["error"]["next"]))
    if body.get("version"):
        yield row(tr("version"), _version(body))
    if "counts" in body:
        yield row(tr("documents"), _counts(body["counts"]))
    if said := shares_text(body.get("numbers") or {}):
        yield row(tr("numbers"), said)
    if said := samples_text(SampleCount(**(body.get("samples") or {}))):
        yield row(tr("samples"), said)
    yield from _failed(body.get("failed", ()))
    yield from _differences(body.get("differences") or {})
    yield from _left_alone(body)
    if said := corrections_text(body.get("corrections") or {}):
        yield row(tr("corrected"), said)
    if said := decisions_text(body.get("decisions") or {}):
        yield row(tr("programmes"), said)
    if said := vocabulary_text(body.get("vocabulary") or {}):
        yield row(tr("vocabulary"), said)
    for found in body.get("checks", ()):
        yield row(tr("check"), broken_rule(found))
    if body.get("checks") == []:
        yield row(tr("checks"), tr("all passed"))
    if body.get("failure_file"):
        yield row(tr("alarm file"), harmless(body["failure_file"]))
    if body.get("hook"):
        yield row(tr("hook"), harmless(body["hook"]["outcome"]))


def _left_alone(body: Body) -> Iterator[str]:
    """Each list short, with what its JSON lacks counted: lists are cut there, counts are not."""
    counts = body.get("list_counts", {})
    for name, said in _ALONE.items():
        rows = body.get(name, ())
        for one in rows[:SHOWN]:
            yield row(tr(said), _about_file(name, one))
        yield from _more(rows, counts.get(name, len(rows)))


def _about_file(name: str, one: Body) -> str:
    if name == "kept":
        return tr("{path}: its file or folder could not be read", path=one["source_path"])
    if name == "same_content":
        return f"{one['source_path']} = {one['same_as']}"
    return about(one["source_path"], one["reason"])


def _version(body: Body) -> str:
    before, now, place = body.get("version_before"), body["version"], body["data"]
    if before == now:
        return tr("{version}, unchanged, in {place}", version=now, place=place)
    if before:
        return tr("{version}, after {before}, in {place}", version=now, before=before, place=place)
    return tr("{version}, the first, in {place}", version=now, place=place)


def _counts(counts: Body) -> str:
    return tr(
        "{statuses} (files {files}, read now {read}, read before {unchanged}, same content {same})",
        statuses=statuses_text(counts["documents"]),
        files=counts["files"],
        read=counts["read"],
        unchanged=counts["unchanged"],
        same=counts["duplicates"],
    )


def _failed(rows: Sequence[Body]) -> Iterator[str]:
    for one in rows[:SHOWN]:
        since = tr("failed now") if one["is_new"] else tr("still fails")
        yield row(since, about(one["source_path"], harmless(reason_said(one["status_reason"]))))
        yield row("", failure_class(one["status_reason"]).default_next() or one["next"])
    yield from _more(rows, len(rows))


def _differences(found: Body) -> Iterator[str]:
    for name, title in _TITLES.items():
        rows = found.get("documents", {}).get(name, ())
        count = found.get("document_counts", {}).get(name, 0)
        if count:
            yield row(tr(title), tr("{count} documents", count=count) if count > 1 else tr("1 document"))
            for one in rows[:SHOWN]:
                was = tr("  (was {path})", path=one["was"]) if one.get("was") else ""
                yield row("", f"{one['source_path']}{was}")
            yield from _more(rows, count)
    yield from _facts(found)
    yield from _findings(found)
    if found.get("problem"):
        yield tr("differences could not be determined: {problem}", problem=harmless(found["problem"]))


def _facts(found: Body) -> Iterator[str]:
    counts = found.get("fact_counts", {})
    for table, kinds in counts.items():
        said = tr(", ").join(
            tr("{count} {kind}", count=count, kind=tr(_KINDS[kind])) for kind, count in kinds.items() if count
        )
        yield row(tr("facts"), tr("{table}: {counts}", table=table_said(table), counts=said))
    facts = found.get("facts", ())
    for one in facts[:SHOWN]:
        page = one["page"] if one["page"] is not None else one["page_before"]
        was, now = (values_said(one["table"], one[side] or "") for side in ("was", "is"))
        said = now if one["kind"] == "added" else was
        if one["kind"] == "changed":
            said = f"{was or tr('nothing')} → {now or tr('nothing')}"
        place = _place(one["file_name"], page, one.get("place_text"))
        told = about(harmless(subject_said(one["table"], one["subject"])), harmless(said))
        yield row("", f"{tr(_KINDS[one['kind']])} {place}  {told}")
    yield from _more(facts, sum(sum(kinds.values()) for kinds in counts.values()))


def _findings(found: Body) -> Iterator[str]:
    turned = found.get("finding_counts", {})
    if not any(turned.values()):
        return
    yield row(tr("findings"), tr("{new} new, {gone} gone", new=turned["new"], gone=turned["gone"]))
    for one in found["findings"][:SHOWN]:
        place = _place(one["file_name"], one["page"], one.get("place_text"))
        severity = code_said("severity", one["severity"])
        said = harmless(one["message"] or one["check"])
        yield row("", f"{tr(_KINDS[one['kind']])} {severity} {place}  {said}")
    yield from _more(found["findings"], sum(turned.values()))


def _place(file_name: str | None, page: int | None, place_text: str | None) -> str:
    """Files of some formats have no pages: a sheet and its cell have names of their own."""
    file = harmless(file_name or "")
    if place_text:
        return f"{file} {harmless(place_text)}"
    return file if page is None else tr("{file} p.{page}", file=file, page=page)


def _more(rows: Sequence[Any], count: int) -> Iterator[str]:
    shown = min(len(rows), SHOWN)
    if count <= shown:
        return
    if len(rows) >= count:
        yield row("", tr("and {count} more; `jixiao report --json` lists all", count=count - shown))
    else:
        said = tr(
            "and {count} more; `jixiao report --json` lists {some} of them",
            count=count - shown,
            some=len(rows),
        )
        yield row("", said)
