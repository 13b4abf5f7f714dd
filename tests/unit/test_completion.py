"""The Tab key in bash, zsh and fish, each asked as far as it is on the machine."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
import shtab

from pipeline.cli import build_parser
from pipeline.cli.completion import SHELLS, script
from pipeline.cli.settings import subparsers
from pipeline.language import CHINESE, in_use

ASKED = [
    ("jixiao rev", {"review"}),
    ("jixiao query subsidy", {"subsidy_ratios"}),
    ("jixiao query subsidy_ratios --param c", {"city=", "class="}),
    ("jixiao query subsidy_ratios --form", {"--format"}),
    ("jixiao query subsidy_ratios --format x", {"xlsx"}),
    ("jixiao schema bu", {"budget", "budget_once"}),
]
BASH = """
source "$1"; shift
COMP_WORDS=($1); COMP_CWORD=$(( ${#COMP_WORDS[@]} - 1 )); COMP_LINE=$1; COMP_POINT=${#COMP_LINE}
_shtab_jixiao
printf '%s\\n' "${COMPREPLY[@]}"
"""


def needs(shell: str) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not on this machine")


@pytest.fixture(scope="module")
def scripts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("completion")
    for shell in SHELLS:
        (folder / shell).write_text(script(build_parser(), shell), "utf-8")
    return folder


@pytest.mark.parametrize("shell", SHELLS)
def test_scripts_know_every_command_and_are_sound(shell: str, scripts: Path) -> None:
    text = (scripts / shell).read_text("utf-8")
    assert [name for name in subparsers(build_parser()) if name not in text] == []
    needs(shell)
    subprocess.run([shell, "-n", str(scripts / shell)], check=True)


def test_names_of_folders_and_files_are_offered() -> None:
    parser = build_parser()
    script(parser, "bash")
    asked = {action.dest: action for action in subparsers(parser)["query"]._actions}
    asked |= {action.dest: action for action in subparsers(parser)["export"]._actions}
    assert [vars(asked[name]).get("complete") for name in ("place", "dir")] == [shtab.DIRECTORY] * 2
    assert [vars(asked[name]).get("complete") for name in ("given", "output")] == [shtab.FILE] * 2


@pytest.mark.parametrize("shell", ("zsh", "fish"))
def test_descriptions_are_in_the_language_of_the_process(shell: str) -> None:
    with in_use(CHINESE):
        text = script(build_parser(), shell)
    assert "数据目录，或其在对象存储中的地址：s3" in text and "published folder" not in text


@pytest.mark.parametrize(("line", "offered"), ASKED)
def test_bash_offers(line: str, offered: set[str], scripts: Path) -> None:
    needs("bash")
    command = ["bash", "--norc", "-c", BASH, "bash", str(scripts / "bash"), line]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert set(said.split()) == offered


@pytest.mark.parametrize(("line", "offered"), ASKED)
def test_fish_offers(line: str, offered: set[str], scripts: Path) -> None:
    needs("fish")
    command = ["fish", "--no-config", "-c", f"source {scripts / 'fish'}; complete -C '{line}'"]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert {row.partition("\t")[0] for row in said.splitlines()} == offered


@pytest.mark.parametrize(
    ("line", "offered"), [(line, offered) for line, offered in ASKED if len(offered) == 1]
)
def test_zsh_offers(line: str, offered: set[str], scripts: Path, tmp_path: Path) -> None:
    """A shell on a pseudo-terminal of zsh's own, as a user types."""
    needs("zsh")
    (tmp_path / "_jixiao").write_text((scripts / "zsh").read_text("utf-8"), "utf-8")
    program = f"""
zmodload zsh/zpty || exit 77
zpty -b shell zsh -f -i
zpty -w shell "PROMPT=; fpath=({tmp_path} \\$fpath); autoload -Uz compinit; compinit -u -d {tmp_path}/dump"
zpty -w shell "print REA''DY"
zpty -r shell text '*READY*'
zpty -w -n shell $'{line}\\t'
zpty -w shell $'\\x01echo \\'<\\x05>\\''
zpty -r -m shell text '*<*>*'
print -r -- $text
zpty -d shell
"""
    answer = subprocess.run(["zsh", "-f", "-c", program], capture_output=True, text=True, timeout=60)
    if answer.returncode == 77:
        pytest.skip("zsh has no zpty module here")
    [word] = offered
    assert word in answer.stdout
