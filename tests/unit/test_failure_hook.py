"""Who is called when a run of the night fails, and the file that says so; no secret in either."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from pipeline.entry import OURS, SAFE_PATH
from pipeline.errors import UsageError
from pipeline.nightly.failure_hook import FailureHook, parse_command
from tests.nights import last_report, make_home, put, refresh


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return make_home(tmp_path, monkeypatch)


HOOK = "import os, sys; open('told', 'a').write(' '.join([*sys.argv[1:], os.environ['JIXIAO_EXIT_CODE']]) + '\\n')"


def test_the_hook_hears_of_new_failures_once(home: Path) -> None:
    hook = [
        "--on-failure",
        f'{sys.executable} -c "{HOOK}" {{report}} "two words"',
        "--failure-file",
        "failed",
    ]
    assert refresh(*hook) == 0
    assert not Path("told").exists() and not Path("failed").exists()
    put(home, c="encrypted c")
    assert refresh(*hook) == 2
    assert Path("told").read_text() == "out/.reports/000002.json two words 2\n"
    assert "encrypted" in Path("failed").read_text("utf-8")
    assert "ended with exit code 0" in last_report()["hook"]["outcome"]
    assert refresh(*hook) == 2
    assert Path("told").read_text().count("\n") == 1 and Path("failed").exists()
    put(home, d="encrypted d")
    assert refresh(*hook) == 2
    assert Path("told").read_text().count("\n") == 2
    for name in "cd":
        (home / f"raw/{name}.pdf").unlink()
    assert refresh(*hook) == 0
    assert not Path("failed").exists()


@pytest.mark.parametrize(
    ("hook", "says"),
    [
        (FailureHook(("/nowhere/mail",)), "did not start"),
        (FailureHook((sys.executable, "-c", "raise SystemExit(7)")), "ended with exit code 7"),
        (
            FailureHook((sys.executable, "-c", "import time; time.sleep(60)"), seconds=0.5),
            "was ended after 0.5 s",
        ),
        (FailureHook(("a\0b",)), "did not start"),
    ],
)
def test_a_hook_that_fails_is_only_told(hook: FailureHook, says: str) -> None:
    assert says in hook.call(None, 2)["outcome"]


@pytest.mark.parametrize(("value", "arrives"), [(OURS, "None"), ("1", "1")])
def test_a_hook_finds_its_modules_as_its_user_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, value: str, arrives: str
) -> None:
    monkeypatch.setenv(SAFE_PATH, value)
    ask = f"import os; open({str(tmp_path / 'told')!r}, 'w').write(str(os.environ.get('PYTHONSAFEPATH')))"
    FailureHook((sys.executable, "-c", ask)).call(None, 1)
    assert (tmp_path / "told").read_text() == arrives


def test_a_hook_is_words_and_not_a_shell(home: Path) -> None:
    hook = FailureHook(parse_command("sh -c 'echo \"$0\" > said' '$(touch x); {report}'"))
    hook.call(Path("r.json"), 4)
    assert Path("said").read_text() == "$(touch x); r.json\n" and not Path("x").exists()
    for bad in ("", "'open", "  "):
        with pytest.raises(UsageError, match="--on-failure"):
            parse_command(bad)


def test_a_failure_file_replaces_and_removes_only_its_own(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("mine.txt").write_text("precious\n", "utf-8")
    Path("link").symlink_to("mine.txt")
    for name in ("mine.txt", "link", "raw"):
        assert refresh("--failure-file", name) == 0  # would remove it
        assert f"{name} stays as it is" in last_report()["failure_file"]
        said = capsys.readouterr()
        assert f"{name} stays as it is" in said.err and f"alarm file  {name} stays as it is" in said.out
    put(home, c="encrypted c")
    assert refresh("--failure-file", "mine.txt") == 2
    assert Path("mine.txt").read_text("utf-8") == "precious\n" and Path("link").is_symlink()
    for _ in range(2):
        assert refresh("--failure-file", "failed") == 2
        assert Path("failed").read_text("utf-8").startswith("# jixiao failure file\n")
        assert "failure_file" not in last_report()
    assert sorted(path.name for path in home.iterdir() if "failed" in path.name) == ["failed"]


def test_secrets_stand_in_no_report(home: Path) -> None:
    put(home, c="encrypted c")
    command = f"{sys.executable} -c pass --token=geheim -u me:geheim https://x/geheim {{report}}"
    assert refresh("--on-failure", command) == 2
    hook = last_report()["hook"]
    assert hook["command"] == [sys.executable, "-c", "***", "--token=***", "-u", "***", "***", "{report}"]
    assert "geheim" not in "".join(path.read_text("utf-8") for path in Path("out/.reports").iterdir())
