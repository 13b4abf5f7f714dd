"""`jixiao teach`: give a heading or label its meaning for all documents; list, try and take back."""

from __future__ import annotations

import getpass
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import pyarrow as pa

from pipeline.answers.about import About
from pipeline.answers.streamed import as_json
from pipeline.answers.text_table import as_text
from pipeline.cli.run_options import add_output, add_overrides, add_vocabulary, vocabulary_file
from pipeline.errors import EXIT_OK, UsageError
from pipeline.language import english, tr, tr_noop
from pipeline.names import harmless, shown_name
from pipeline.publishing import layout

# What shows or finds meanings loads the vocabulary, and is loaded where it is needed: it takes a while.

_ACTIONS = ("list", "meanings", "try", "forget")
_PLACES = ("start", "end", "inside", "whole")
_NEXT = tr_noop("The next `jixiao refresh`, or ingest of the documents, reads them again with it.")
_NEXT_WITHOUT = tr_noop("The next `jixiao refresh`, or ingest of the documents, reads them again without it.")


def add_command(add: Any, common: ArgumentParser) -> None:
    """Declare the command."""
    parser = add.add_parser(
        "teach", parents=[common], help=tr("say what a heading or label means, for all documents")
    )
    parser.add_argument(
        "words",
        nargs="*",
        default=["list"],
        metavar="LABEL",
        help=tr(
            "the label as printed; or: try LABEL (what would change), forget LABEL (take it back), "
            "list (what is taught), meanings (what can be said)"
        ),
    )
    parser.add_argument("--means", action="append", default=[], metavar="FACET=VALUE",
                        help=tr("such as phase=executed or no_fact=statistics; repeatable"))  # fmt: skip
    parser.add_argument(
        "--like", metavar="KNOWN", help=tr("means the same as this label, which the program knows")
    )
    parser.add_argument("--place", action="append", default=[], dest="where", choices=_PLACES,
                        help=tr("counts also before, behind or in a name; or only as the whole label"))  # fmt: skip
    parser.add_argument("--why", metavar="TEXT", help=tr("how it is known what the label means"))
    parser.add_argument("--who", metavar="NAME", help=tr("who says so (your user name)"))
    add_overrides(parser)
    add_vocabulary(parser)
    add_output(parser, tr("how to print what would change (table)"))
    parser.set_defaults(run=teach)


def teach(options: Namespace) -> int:
    """One of the actions, or a lesson."""
    action, *labels = options.words if options.words[0] in _ACTIONS else ("", *options.words)
    if len(labels) != (action not in ("list", "meanings")):
        raise UsageError(
            tr("one label is taught at a time")
            if labels
            else tr("{action} needs a label", action=action or "teach"),
            tr("Put a label with spaces into quotes. `jixiao teach --help` shows examples."),
        )
    if (options.means or options.like or options.where) and action not in ("", "try"):
        raise UsageError(
            tr("{action} takes no meaning", action=action), tr("`jixiao teach --help` shows examples.")
        )
    if action == "list":
        return _list(options)
    if action == "meanings":
        from pipeline.nightly.meanings import listing

        rows = list(listing())
        print(
            as_json(rows)
            if options.json
            else as_text(pa.Table.from_pylist(rows), about=About(scope="taught"))
        )
        return EXIT_OK
    if action == "forget":
        return _forget(options, labels[0])
    return _try(options, labels[0]) if action == "try" else _learn(options, labels[0])


def _learn(options: Namespace, label: str) -> int:
    from pipeline.nightly.taught_words import Taught, word_of
    from pipeline.nightly.vocabulary_file import add_entry

    if not (options.why or "").strip():
        raise UsageError(
            tr("--why is missing"), tr("Say how it is known what the label means: --why '表注第2条'.")
        )
    entry = _entry(options, label)
    word_of(entry)
    path = vocabulary_file(options)
    add_entry(path, entry)
    doubt = Taught([entry]).doubts().get(entry.label, "")
    if options.json:
        print(as_json({"taught": asdict(entry), "doubt": doubt, "file": shown_name(path)}))
        return EXIT_OK
    print(
        tr(
            "{label} means {meaning}: written to {path}",
            label=harmless(entry.label),
            meaning=entry.meaning(),
            path=shown_name(path),
        )
    )
    if entry.label != label.strip():
        print(tr("The rest of {label} is understood without.", label=harmless(label)))
    if doubt:
        print(tr("Note: {doubt}.", doubt=doubt))
    print(tr(_NEXT))
    return EXIT_OK


def _forget(options: Namespace, label: str) -> int:
    from pipeline.nightly.vocabulary_file import drop_entry

    path = vocabulary_file(options)
    dropped = drop_entry(path, label)
    if options.json:
        print(as_json({"forgotten": [asdict(one) for one in dropped], "file": shown_name(path)}))
        return EXIT_OK
    for one in dropped:
        print(
            tr(
                "{label} no longer means {meaning}: taken out of {path}",
                label=harmless(one.label),
                meaning=one.meaning(),
                path=shown_name(path),
            )
        )
    print(tr(_NEXT_WITHOUT))
    return EXIT_OK


def _list(options: Namespace) -> int:
    """All entries, each with the documents and numbers that it gave something in the published version."""
    from pipeline.nightly.taught_words import load_taught

    path = vocabulary_file(options)
    taught = load_taught(path)
    version = layout.current_version(options.data)
    unused = taught.unused(version) if version else []
    doubts = taught.doubts()
    rows = [
        {
            "label": one.label,
            "means": english(one.meaning()) if options.json else one.meaning(),
            "use": (tr("in no document of this version") if one.label in unused else tr("used"))
            if version
            else "",
            "doubt": doubts.get(one.label, ""),
            "who": one.who,
            "at": one.at,
            "why": one.why,
        }
        for one in taught.entries
    ]
    if options.json:
        print(as_json({"file": shown_name(path), "taught": rows}))
    elif rows:
        print(as_text(pa.Table.from_pylist(rows), about=About(scope="taught")))
    else:
        print(
            tr(
                "Nothing is taught in {path}. `jixiao unread` lists what is not understood.",
                path=shown_name(path),
            )
        )
    return EXIT_OK


def _try(options: Namespace, label: str) -> int:
    """The published numbers below labels that would be read otherwise."""
    from pipeline.answers.catalog import open_catalog
    from pipeline.answers.taught import numbers_changed, texts_changed
    from pipeline.cli.delivery import deliver
    from pipeline.nightly.taught_words import load_taught, word_of

    entry = _entry(options, label)
    word = word_of(entry)
    now = load_taught(vocabulary_file(options)).words
    then = (*(one for one in now if one.text != word.text), word)
    with open_catalog(options.data, queries=None) as catalog:
        numbers = numbers_changed(catalog, now, then)
        texts = [] if numbers.num_rows else texts_changed(catalog, now, then)
    if numbers.num_rows:
        deliver(options, numbers)
    print(_tried(entry.label, entry.meaning(), numbers, texts), file=sys.stderr)
    return EXIT_OK


def _tried(label: str, meaning: str, numbers: pa.Table, texts: list[str]) -> str:
    if not numbers.num_rows and not texts:
        return tr(
            "No label of a published document would be read otherwise with {label} = {meaning}.",
            label=harmless(label),
            meaning=meaning,
        )
    if not numbers.num_rows:
        shown = harmless("、".join(texts[:5]))
        return tr(
            "No number stands below it. Other texts of tables that would be read otherwise: {texts}.",
            texts=shown,
        )
    places: Mapping[tuple[Any, ...], Any] = {
        (row["document_id"], row["table_id"], row["row_index"], row["column_index"], row["value_text"]): row[
            "now"
        ]
        for row in numbers.to_pylist()
    }
    documents = {place[0] for place in places}
    facts = sum(name is not None and not name.startswith("none:") for name in places.values())
    return tr(
        "{numbers} numbers of {documents} documents stand below labels that would be read otherwise; "
        "{facts} of them are facts now, and sentences may add to them. Nothing was written; teach it, and the next run "
        "says which facts changed.",
        numbers=len(places),
        documents=len(documents),
        facts=facts,
    )


def _entry(options: Namespace, label: str) -> Any:
    """The entry that the options ask for, with the label as it is left when what is known of it is taken away."""
    from pipeline.nightly.hand_edited import now
    from pipeline.nightly.meanings import LISTED, like, parse_meanings, plain_label
    from pipeline.nightly.vocabulary_file import Entry

    if bool(options.means) == (options.like is not None):
        raise UsageError(
            tr("give either --means or --like"), tr("Such as --means phase=executed. {listed}", listed=LISTED)
        )
    means = like(options.like) if options.like is not None else parse_meanings(options.means)
    return Entry(
        plain_label(label), means, options.who or _user(), now(), options.why or "", tuple(options.where)
    )


def _user() -> str:
    """The name that one has on this machine; '' where it gives none, as in some containers."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return ""
