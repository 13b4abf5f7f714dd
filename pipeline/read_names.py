"""What the name of a file claims: a kind that is read, an archive, a hidden file, one of another program."""

from __future__ import annotations

from pipeline.language import tr, tr_noop
from pipeline.own_files import KEPT_BY_HAND

_ARCHIVE = ".zip"
_READ = (
    *(".pdf", ".ofd", ".jpg", ".jpeg", ".png", ".tif", ".tiff", ".bmp", ".gif"),
    *(".xlsx", ".xlsm", ".xls", ".et", ".ods", ".csv", ".tsv"),
    *(".docx", ".docm", ".doc", ".wps", ".odt", ".rtf", ".html", ".htm", ".mht", ".mhtml"),
    *(_ARCHIVE, ".rar", ".7z"),
)
"""How the names of files end that are opened; what they are, their content says."""
_OTHERS = {
    (".ppt", ".pptx", ".dps"): tr_noop("is slides, which are not read: save it as PDF"),
    (".tar", ".gz", ".tgz", ".bz2", ".xz"): tr_noop(
        "is an archive that is not unpacked here: unpack it, or pack its files as .zip"
    ),
}
_OFFICE_LOCK, _MAC_HALF = "~$", "._"
_OF_SYSTEMS = ("thumbs.db", "desktop.ini")
"""What systems put into folders and archives for themselves."""


def is_read(name: str) -> bool:
    """Does the name claim to be of a kind that is read, and not to be this program's own?"""
    return name.lower().endswith(_READ) and name not in KEPT_BY_HAND


def is_archive(name: str) -> bool:
    """Does the name claim to be an archive that is unpacked?"""
    return name.lower().endswith(_ARCHIVE)


def is_hidden_name(path: str) -> bool:
    """Is it a file that its system hides, by its path in an archive?"""
    steps = path.split("/")
    return any(step.startswith(".") or step == "__MACOSX" for step in steps) or _is_of_program(steps[-1])


def _is_of_program(name: str) -> bool:
    return name.startswith((_OFFICE_LOCK, _MAC_HALF)) or name.lower() in _OF_SYSTEMS


def why_left_out(name: str, hidden: bool) -> str:
    """'' for files that programs put there for themselves, which nobody misses."""
    if hidden:
        report = name.lower().endswith(".pdf") and not name.startswith(_MAC_HALF)
        missed = is_read(name) and (report or not _is_of_program(name))
        return tr("is hidden: its name begins with . or ~$") if missed else ""
    if _is_of_program(name):
        return ""
    if name in KEPT_BY_HAND:
        return tr("is named like what jixiao keeps by hand: rename it if it is a report")
    told = next((said for ends, said in _OTHERS.items() if name.lower().endswith(ends)), "")
    return tr(told) if told else tr("is of a kind that is not read")
