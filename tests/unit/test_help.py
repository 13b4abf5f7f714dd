"""Help and refusals in Chinese: argparse's own words too, and lines that fit a terminal."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline.cli import build_parser, main
from pipeline.cli.help import refusal
from pipeline.cli.settings import subparsers
from pipeline.language import CHINESE, in_use, width

OWN_WORDS = re.compile(r"usage:|options:|positional|show this|show program|commands:|examples:")
# What a user types stays as it is typed.
TYPED = re.compile(r"`[^`]*`|--?[\w-]+|\{[^}]*\}|\b[A-Z][A-Za-z]*\b|[\w.+~/:*=<>'-]*[./_:=~][\w./*=:'-]*")
SENTENCE = re.compile(r"[a-z]{3,} [a-z]{3,} [a-z]{3,}")
COMMANDS = ("", *subparsers(build_parser()))


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("columns", ["72", "80", "132"])
def test_help_is_chinese_and_fits(command: str, columns: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    with in_use(CHINESE):
        parser = build_parser()
        text = (subparsers(parser)[command] if command else parser).format_help()
    assert text.startswith("用法：") and text.count("选项：") == 1 and "显示本帮助并退出" in text
    assert not OWN_WORDS.search(text)
    head, _, below = text.partition("示例：")
    assert not SENTENCE.search(TYPED.sub("", head)), SENTENCE.search(TYPED.sub("", head))
    laid_out = head.partition("退出码：")[0].splitlines()
    assert max(map(width, laid_out)) <= int(columns)
    # Notes stand below the lines that are to be typed.
    assert all(
        re.search("[一-鿿]|^(bash|fish)$", line.strip())
        for line in below.splitlines()
        if line.startswith(" " * 6)
    )


def test_usage_goes_on_below_its_first_word(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    with in_use(CHINESE):
        first, second, *_ = subparsers(build_parser())["ingest"].format_usage().splitlines()
    start = first.index("[-h]")
    assert width(first[:start]) == len(second) - len(second.lstrip())


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["ingest", "--ocr"], "参数 --ocr：需要一个值"),
        (["status", "--json=1"], "参数 --json：不接受值 '1'"),
        (["status", "--colour"], "无法识别的参数：--colour"),
        (["export"], "缺少：DIR"),
        ([], "缺少：命令"),
        (
            ["ingest", "--workers", "all"],
            "--workers：不能是 all\n        应为：同时读取的文件数（每个处理器一份）。",
        ),
        (["ingest", "--ocr", "often"], "--ocr：没有 often 这个取值\n        可用：auto、always、never。"),
        (["statsu"], "没有名为 statsu 的命令\n        是否想用 status？"),
    ],
)
def test_refusals_in_chinese(
    typed: list[str], said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("JIXIAO_LANG", CHINESE)
    assert main(typed) == 1
    told = capsys.readouterr().err
    assert said in told and "usage" not in told


@pytest.mark.parametrize("typed", [["--lang", "zh", "--help"], ["status", "--help", "--lang=zh"]])
def test_the_language_is_asked_for_before_or_behind_the_command(
    typed: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main(typed)
    assert capsys.readouterr().out.startswith("用法：jixiao")


def test_help_speaks_the_language_of_the_settings_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("JIXIAO_LANG")
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    Path("jixiao.toml").write_text('lang = "en"', "utf-8")
    monkeypatch.setenv("JIXIAO_CONFIG", str(tmp_path / "jixiao.toml"))
    with pytest.raises(SystemExit):
        main(["--help"])
    assert capsys.readouterr().out.startswith("usage: jixiao")
    Path("jixiao.toml").write_text("nothing like TOML", "utf-8")
    with pytest.raises(SystemExit):
        main(["--help"])
    assert capsys.readouterr().out.startswith("用法：jixiao")


def test_what_argparse_says_otherwise_is_passed_on() -> None:
    with in_use(CHINESE):
        assert refusal("something new") == "something new"
        assert refusal("argument --x: expected one argument") == "参数 --x：需要一个值"
