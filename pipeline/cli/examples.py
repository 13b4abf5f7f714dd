"""Examples under the help of each command. A test runs each through the parser."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.language import tr, tr_noop

EXAMPLES: Mapping[str, tuple[tuple[str, str], ...]] = {
    "ingest": (
        ("jixiao ingest", tr_noop("read everything in data/raw")),
        ("jixiao ingest ~/reports/2023 extra.pdf", tr_noop("a folder and a file")),
        ("jixiao ingest ~/reports --workers 2 --ocr never", tr_noop("two at a time, leave scans out")),
    ),
    "refresh": (
        ("jixiao refresh", tr_noop("what is new, changed or gone in data/raw")),
        (
            "jixiao refresh /srv/reports --wait 600 --failure-file /var/tmp/jixiao-failed",
            tr_noop("as a timer would"),
        ),
    ),
    "schedule": (
        ("jixiao schedule /srv/reports --at 02:00", tr_noop("stay, and refresh every night")),
        (
            "jixiao schedule /srv/reports --at 02:00 --print systemd",
            tr_noop("units for systemd instead of staying"),
        ),
    ),
    "report": (
        ("jixiao report", tr_noop("what the last refresh changed")),
        ("jixiao report --list", tr_noop("the runs whose reports are kept")),
    ),
    "review": (
        ("jixiao review", tr_noop("opens a page in the browser of this machine")),
        ("jixiao review /srv/reports", tr_noop("the files lie there now; they were read elsewhere")),
        ("jixiao review --port 9000 --no-browser", tr_noop("over ssh: ssh -L 9000:127.0.0.1:9000 HOST")),
    ),
    "chart": (
        (
            "jixiao chart subsidy_ratios --output ratios.svg",
            tr_noop("a picture that stays sharp at any size"),
        ),
        ("jixiao chart subsidy_ratios --param year=2023 --output ratios.png", tr_noop("for a text document")),
    ),
    "export": (
        ("jixiao export ~/for-the-office", tr_noop("everything")),
        ("jixiao export ~/ningbo --city 宁波 --year 2023 --tables budget,subsidy_terms", tr_noop("a part")),
    ),
    "query": (
        ("jixiao query subsidy_ratios", tr_noop("a named query")),
        ("jixiao query subsidy_ratios --param city=宁波 --param year=2023", tr_noop("with parameters")),
        ("jixiao query unpaid_districts --output unpaid.xlsx", tr_noop("into an Excel file")),
        ("jixiao query execution_rates --with population.csv", tr_noop("per head, with a table of yours")),
        (
            "jixiao query --sql \"SELECT region_name, score FROM indicators WHERE level3 LIKE '%覆盖率%'\"",
            tr_noop("SQL"),
        ),
    ),
    "queries": (("jixiao queries", tr_noop("names, parameters and what each query answers")),),
    "status": (("jixiao status", tr_noop("what was read, what was not, and what to do about it")),),
    "findings": (
        ("jixiao findings --severity error", tr_noop("the gravest only")),
        ("jixiao findings --document 宁波 --output doubts.csv", tr_noop("of one city's files, into a file")),
    ),
    "unread": (
        ("jixiao unread", tr_noop("which headings and labels are not understood, most frequent first")),
        (
            "jixiao unread --all --document 宁波 --output unread.xlsx",
            tr_noop("also those that are no fact, of some files"),
        ),
    ),
    "search": (
        ("jixiao search 3292.22", tr_noop("also finds 3,292.22 and ３２９２．２２")),
        ('jixiao search "小微 企业" 保费 --year 2023', tr_noop("texts that hold all three words")),
        (
            "jixiao search 湛江 --kind sentence --output found.xlsx",
            tr_noop("sentences that state facts, into a file"),
        ),
    ),
    "teach": (
        (
            "jixiao teach try 落地资金 --means phase=executed",
            tr_noop("which published numbers would be read otherwise"),
        ),
        (
            "jixiao teach 落地资金 --means phase=executed --why 表注第2条",
            tr_noop("teach it, for all documents"),
        ),
        (
            "jixiao teach 到户金额 --like 已拨付 --why 与市财政局核实",
            tr_noop("it means the same as a label that is known"),
        ),
        (
            "jixiao teach 上年参保人数 --means no_fact=statistics --why 背景数据",
            tr_noop("its numbers are no facts"),
        ),
        ("jixiao teach list", tr_noop("what is taught, by whom, and what is of no use")),
        ("jixiao teach forget 落地资金", tr_noop("take it back")),
        ("jixiao teach meanings", tr_noop("all that can be said, also in Chinese")),
    ),
    "versions": (
        ("jixiao versions", tr_noop("what was published, newest first")),
        ("jixiao versions restore 6", tr_noop("publish version 6 again")),
        ("jixiao versions prune --keep 1", tr_noop("delete all but the published one")),
    ),
    "schema": (
        ("jixiao schema", tr_noop("all tables and columns")),
        ("jixiao schema budget", tr_noop("one table")),
    ),
    "doctor": (
        ("jixiao doctor", tr_noop("what this machine lacks, and which settings count")),
        ("jixiao doctor --deep", tr_noop("and is every published file as it was written?")),
    ),
    "completion": (
        ("jixiao completion bash > ~/.local/share/bash-completion/completions/jixiao", tr_noop("bash")),
        ("jixiao completion zsh > ~/.zfunc/_jixiao", tr_noop("zsh, where ~/.zfunc is in fpath")),
        ("jixiao completion fish > ~/.config/fish/completions/jixiao.fish", tr_noop("fish")),
    ),
}
"""Command line and what it is for, by command."""


def shown(command: str) -> str:
    """The paragraph of examples under a command's help; '' when it has none."""
    lines = [f"  {line}\n      {tr(note)}" for line, note in EXAMPLES.get(command, ())]
    return "\n".join([tr("examples:"), *lines]) if lines else ""
