"""Passwords and keys do not stand in messages."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.cli import main
from pipeline.masking import masked, masked_command


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("s3://me:geheim@bucket/folder", "s3://***@bucket/folder"),
        ("tcp://geheim@10.0.0.5:8786 does not answer", "tcp://***@10.0.0.5:8786 does not answer"),
        ("https://x/send?key=geheim&lang=zh", "https://x/send?key=***&lang=zh"),
        ("https://x/?lang=zh&X-Amz-Signature=geheim", "https://x/?lang=zh&X-Amz-Signature=***"),
        (
            "https://x/?access_token=geheim, then https://y/?a=1",
            "https://x/?access_token=***, then https://y/?a=1",
        ),
        ("https://x/a@b?keyword=绩效", "https://x/a@b?keyword=绩效"),
        ("s3://bucket/folder", "s3://bucket/folder"),
        ("reports/key=1&token=2.pdf", "reports/key=1&token=2.pdf"),
    ],
)
def test_what_gives_access_is_left_out(text: str, shown: str) -> None:
    assert masked(text) == shown


def test_of_a_command_its_program_and_its_options_are_shown() -> None:
    words = [
        "curl",
        "-H",
        "Authorization: geheim",
        "-ume:geheim",
        "--key",
        "geheim",
        "--to=geheim",
        "{report}",
    ]
    shown = masked_command(words)
    assert shown == ["curl", "-H", "***", "***", "--key", "***", "--to=***", "{report}"]
    assert masked_command([]) == []


def test_messages_and_doctor_show_no_password(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for extra in ([], ["--json"]):
        assert main(["status", "--data", "s3://me:geheim@bucket/folder", *extra]) == 1
        said = "".join(capsys.readouterr())
        assert "geheim" not in said and "s3://***@bucket/folder holds a password" in said
    assert main(["schedule", "--on-failure", "mail 'geheim"]) == 1
    assert "geheim" not in "".join(capsys.readouterr())
    monkeypatch.setenv("JIXIAO_REFRESH_ON_FAILURE", "curl --header geheim https://x/geheim")
    monkeypatch.setenv("JIXIAO_SCHEDULER", "tls://geheim@10.0.0.5:8786")
    main(["doctor", "--json"])
    settings = {one["name"]: one["value"] for one in json.loads(capsys.readouterr().out)["settings"]}
    assert settings["refresh.on_failure"] == "curl --header '***' '***'"
    assert settings["scheduler"] == "tls://***@10.0.0.5:8786"


def test_what_a_library_or_a_path_repeats_of_an_address_is_left_out() -> None:
    said = "no answer at tcp://me:geheim@10.0.0.5:1: invalid address 'me:geheim@10.0.0.5:1'"
    assert masked(said) == "no answer at tcp://***@10.0.0.5:1: invalid address '***@10.0.0.5:1'"
    assert masked(str(Path("https://me:geheim@host/x"))) == "https:/***@host/x"
    assert masked("a:/b@c d@e") == "a:/***@c d@e"
    assert (
        masked("mail: me@example.org, see C:/reports/a@b.pdf")
        == "mail: me@example.org, see C:/reports/a@b.pdf"
    )
