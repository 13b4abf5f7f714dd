"""Examples under the help of each command. A test runs each through the parser."""

from __future__ import annotations

from collections.abc import Mapping

EXAMPLES: Mapping[str, tuple[tuple[str, str], ...]] = {
    "ingest": (
        ("jixiao ingest", "read every PDF in data/raw"),
        ("jixiao ingest ~/reports/2023 extra.pdf", "a folder and a file"),
        ("jixiao ingest ~/reports --workers 2 --ocr never", "two at a time, leave scans out"),
    ),
    "refresh": (
        ("jixiao refresh", "what is new, changed or gone in data/raw"),
        ("jixiao refresh /srv/reports --wait 600 --failure-file /var/tmp/jixiao-failed", "as a timer would"),
    ),
    "schedule": (
        ("jixiao schedule /srv/reports --at 02:00", "stay, and refresh every night"),
        ("jixiao schedule /srv/reports --at 02:00 --print systemd", "units for systemd instead of staying"),
    ),
    "report": (
        ("jixiao report", "what the last refresh changed"),
        ("jixiao report --list", "the runs whose reports are kept"),
    ),
    "review": (
        ("jixiao review", "opens a page in the browser of this machine"),
        ("jixiao review /srv/reports", "the PDF files lie there now; they were read elsewhere"),
        ("jixiao review --port 9000 --no-browser", "over ssh: ssh -L 9000:127.0.0.1:9000 HOST"),
    ),
    "chart": (
        ("jixiao chart subsidy_ratios --output ratios.svg", "a picture that stays sharp at any size"),
        ("jixiao chart subsidy_ratios --param year=2023 --output ratios.png", "for a text document"),
    ),
    "export": (
        ("jixiao export ~/for-the-office", "everything"),
        ("jixiao export ~/ningbo --city 宁波 --year 2023 --tables budget,subsidy_terms", "a part"),
    ),
    "query": (
        ("jixiao query subsidy_ratios", "a named query"),
        ("jixiao query subsidy_ratios --param city=宁波 --param year=2023", "with parameters"),
        ("jixiao query unpaid_districts --output unpaid.xlsx", "into an Excel file"),
        ("jixiao query execution_rates --with population.csv", "per head, with a table of yours"),
        (
            "jixiao query --sql \"SELECT region_name, score FROM indicators WHERE level3 LIKE '%覆盖率%'\"",
            "SQL",
        ),
    ),
    "queries": (("jixiao queries", "names, parameters and what each query answers"),),
    "status": (("jixiao status", "what was read, what was not, and what to do about it"),),
    "findings": (
        ("jixiao findings --severity error", "the gravest only"),
        ("jixiao findings --document 宁波 --output doubts.csv", "of one city's files, into a file"),
    ),
    "unread": (
        ("jixiao unread", "which headings and labels are not understood, most frequent first"),
        (
            "jixiao unread --all --document 宁波 --output unread.xlsx",
            "also those that are no fact, of some files",
        ),
    ),
    "search": (
        ("jixiao search 3292.22", "also finds 3,292.22 and ３２９２．２２"),
        ('jixiao search "小微 企业" 保费 --year 2023', "texts that hold all three words"),
        ("jixiao search 湛江 --kind sentence --output found.xlsx", "sentences that state facts, into a file"),
    ),
    "teach": (
        (
            "jixiao teach try 落地资金 --means phase=executed",
            "which published numbers would be read otherwise",
        ),
        ("jixiao teach 落地资金 --means phase=executed --why 表注第2条", "teach it, for all documents"),
        (
            "jixiao teach 到户金额 --like 已拨付 --why 与市财政局核实",
            "it means the same as a label that is known",
        ),
        ("jixiao teach 上年参保人数 --means no_fact=statistics --why 背景数据", "its numbers are no facts"),
        ("jixiao teach list", "what is taught, by whom, and what is of no use"),
        ("jixiao teach forget 落地资金", "take it back"),
        ("jixiao teach meanings", "all that can be said, also in Chinese"),
    ),
    "versions": (
        ("jixiao versions", "what was published, newest first"),
        ("jixiao versions restore 6", "publish version 6 again"),
        ("jixiao versions prune --keep 1", "delete all but the published one"),
    ),
    "schema": (
        ("jixiao schema", "all tables and columns"),
        ("jixiao schema budget", "one table"),
    ),
    "doctor": (
        ("jixiao doctor", "what the machine lacks, and which settings count"),
        ("jixiao doctor --deep", "and is every published file as it was written?"),
    ),
    "completion": (
        ("jixiao completion bash > ~/.local/share/bash-completion/completions/jixiao", "bash"),
        ("jixiao completion zsh > ~/.zfunc/_jixiao", "zsh, where ~/.zfunc is in fpath"),
        ("jixiao completion fish > ~/.config/fish/completions/jixiao.fish", "fish"),
    ),
}
"""Command line and what it is for, by command."""


def shown(command: str) -> str:
    """The paragraph of examples under a command's help; '' when it has none."""
    lines = [f"  {line}\n      {note}" for line, note in EXAMPLES.get(command, ())]
    return "\n".join(["examples:", *lines]) if lines else ""
