"""Sentences about files and pages that are published in English, in Chinese for those who read it.

What readers say of a page or a file is published, and so it is English, whatever language the process speaks. Here such
a sentence is found again among its templates and said in Chinese, so that versions of any age read alike. What no
template knows, such as the words of the system, stays.
"""

from __future__ import annotations

import re
from functools import cache

from pipeline.language import CHINESE, Message, tr_noop

TEMPLATES = (
    tr_noop("{file} is empty (0 bytes)."),
    tr_noop("{file} has no pages."),
    tr_noop("{file} shows nothing."),
    tr_noop("{file} asks for a password."),
    tr_noop("{file} is a damaged PDF: {error}"),
    tr_noop("Failed to load document (PDFium: {error})."),
    tr_noop("none of its {count} pages can be opened."),
    tr_noop("no picture of its {count} pages can be shown."),
    tr_noop("{file} is not a PDF file but {kind}."),
    tr_noop("{file} is of a kind that is not read: {kind}."),
    tr_noop("{file} is {kind}, which cannot be unpacked here."),
    tr_noop("{file} is damaged: {error}"),
    tr_noop("its end is missing"),
    tr_noop("its directory is not where it should be"),
    tr_noop("its directory is not whole"),
    tr_noop("its files overlap"),
    tr_noop("{file}: it holds more than {count} files"),
    tr_noop("{file}: it unpacks to more than {size} MB"),
    tr_noop("{file}: it unpacks to more than {times} times its size"),
    tr_noop("{file} holds nothing that is read."),
    tr_noop("{file} holds files with a password: {names}"),
    tr_noop("{file} holds damaged files: {names}"),
    tr_noop("{file} holds files that are too large: {names}"),
    tr_noop("{file} holds files packed in a way that is not known here: {names}"),
    tr_noop("{file} holds archives in archives in archives, which stay packed: {names}"),
    tr_noop("{file}: none of {count} pages could be read."),
    tr_noop("none of {count} pages could be read; page {page}: {error}"),
    tr_noop("{file}: no page has text of its own ({reason})."),
    # What is damaged in other formats than PDF, or too much
    tr_noop("{name} is no address"),
    tr_noop("it asks for a password"),
    tr_noop("it is larger than {size} MB"),
    tr_noop("it is no text"),
    tr_noop("it is not in the file"),
    tr_noop("it has too many cells"),
    tr_noop("it has too many merged cells"),
    tr_noop("it has too many texts"),
    tr_noop("it holds what is none of its values: {error}"),
    tr_noop("its rows cannot be told apart: {error}"),
    tr_noop("its styles cannot be read: {error}"),
    tr_noop("its XML is damaged: {error}"),
    tr_noop("its XML is written in {name}, which is unknown"),
    tr_noop("its XML has too many elements"),
    tr_noop("its XML is nested too deeply"),
    tr_noop("its XML has a tag that is too long"),
    tr_noop("its XML has a document type, which none of these files has"),
    tr_noop("the container is not whole: {error}"),
    tr_noop("the container holds more than is read"),
    tr_noop("the container is locked with a password"),
    tr_noop("the part {name} is missing"),
    tr_noop("the part {name} is damaged: {error}"),
    tr_noop("the part {name} is packed in an unknown way"),
    tr_noop("the part {name} is packed too tightly to be sound"),
    tr_noop("the part {name} is larger than {size} MB"),
    tr_noop("the sheet {name} cannot be read: {error}"),
    tr_noop("the drawings of the sheet {name} cannot be read: {error}"),
    tr_noop("the sheet {name} has {count} formulas without a stored value"),
    tr_noop("the sheet {name} has {count} texts that are missing"),
    tr_noop("the cell {name} lies outside every sheet"),
    tr_noop(
        "the formats of its cells are missing: numbers may be shown otherwise, "
        "percentages as fractions ({error})"
    ),
    tr_noop("a web page of this size is not read"),
    tr_noop("the letters of the page are of no known encoding"),
    tr_noop("the page shows nothing"),
    tr_noop("the page is nested too deeply; what follows was not read"),
    tr_noop("a table of the page has too many cells"),
    tr_noop("a web page that says: {text}"),
    tr_noop("the page only frames another; open that one and save it: {address}"),
    tr_noop("the page frames another, which was not read; open it and save it: {address}"),
    tr_noop("the page only links to others; open those and save them"),
    tr_noop("the page shows nothing without its scripts; open it and print it to a PDF"),
    tr_noop("what it holds besides text and tables was not read ({problems})"),
    tr_noop("what is folded away under {text} was not read; open it on the page and save the page again"),
    tr_noop("a drawing with text on the page was not read; print the page to a PDF"),
    tr_noop("a page within the page was not read; open it alone and save it"),
    tr_noop("a part of the page that is kept apart was not read; print the page to a PDF"),
    tr_noop("pictures on the page were not read"),
    tr_noop("the page shows pictures alone; save those and read them"),
    tr_noop("there is no web page in the file"),
    tr_noop("a binary workbook (.xlsb) is not read; save it as .xlsx"),
    # Pages
    tr_noop("{some} of {count} pages ({numbers})"),
    tr_noop("{pages} could not be opened"),
    tr_noop("on {pages} a picture could not be shown"),
    tr_noop("{pages} were not read ({reason})"),
    tr_noop("text in pictures on {pages} was not read ({reason})"),
    tr_noop("one engine finds {count} pages, another {other}"),
    tr_noop("what could be read is published ({problems})"),
    tr_noop("{pages} were not read within the time; read the file with a larger --timeout"),
    tr_noop("{pages} need too much memory; read the file with a larger --memory"),
    tr_noop("{pages} end the reader; print the file to a new PDF and read that"),
    tr_noop("page {page} ({error})"),
    tr_noop("{parts} and {count} more"),
    # Why a page was not read as it is
    tr_noop("{reason}; recognition is switched off"),
    tr_noop("recognition is switched off"),
    tr_noop("{reason}; OCR is not installed: {command}"),
    tr_noop("OCR is not installed: {command}"),
    tr_noop("an image covers the page; its text is {count} characters"),
    tr_noop("an image and no text"),
    tr_noop("invisible text under an image of the page"),
    tr_noop("text behind an image that covers the page"),
    tr_noop("{count} pieces of text whose font does not say which characters they are"),
    tr_noop("the fonts do not name {some} of {count} characters"),
    tr_noop("glyph numbers (cid:…) in place of characters"),
    tr_noop("{count} numbers have digits without a meaning (replacement or private-use codes)"),
    tr_noop("{some} of {count} characters have no meaning (replacement or private-use codes)"),
    tr_noop("{some} of {count} characters are letters with accents: the font has no names for them"),
    tr_noop("runs of one and the same character ({char}): the font gives many glyphs one name"),
    tr_noop("only {share} of the Chinese characters are common ones; the font names them wrongly"),
    tr_noop("{count} spaces at digits are drawn with ink"),
    tr_noop("the font draws other digits than its text says ({shown})"),
    tr_noop("a replacement text stands for what is drawn ({text})"),
    # What a second engine says of the file
    tr_noop("{count} bytes stand before the PDF in the file"),
    tr_noop("the second engine asks for a password"),
    tr_noop("stream {number}: {error}"),
    tr_noop("it is packed, and nothing says so"),
    tr_noop("the content of {pages} cannot be parsed ({shown})"),
    tr_noop("the content of {pages} is missing"),
    tr_noop("a font of {pages} is missing ({shown})"),
    tr_noop("a picture or form of {pages} is missing ({shown})"),
    tr_noop("a picture of {pages} lacks part of its data"),
    tr_noop("a picture of {pages} cannot be unpacked"),
    tr_noop("a font of {pages} has widths other than its glyphs ({shown})"),
    tr_noop("a page that is listed is missing"),
    tr_noop("a page names another parent than the node that lists it"),
    tr_noop("a node of the page tree counts other pages than it lists"),
    tr_noop(
        "the end of the file is missing, so that an older state of it may be shown; download or copy it again"
    ),
    tr_noop(
        "the content of this form (XFA) stands on no page and was not read; "
        "open it in Adobe Reader, print it to a new PDF and read that"
    ),
    tr_noop("the files in this portfolio ({count}) were not read; {what}"),
    tr_noop("save those that are PDFs as files and read them: {names}"),
    tr_noop("none is a PDF"),
    # What a document of a text processor lacks
    tr_noop("it is read with LibreOffice, which is not installed"),
    tr_noop("it is read with LibreOffice Writer, which is not installed"),
    tr_noop("it was written by a version of Word before 97, which is read with LibreOffice"),
    tr_noop("LibreOffice cannot open it"),
    tr_noop("LibreOffice did not read it within {seconds} seconds"),
    tr_noop("its container is damaged ({error})"),
    tr_noop("it has no text"),
    tr_noop("a part of its text is missing"),
    tr_noop("it holds more than is read"),
    tr_noop("its beginning is not whole"),
    tr_noop("the stream that describes its text is missing"),
    tr_noop("a part of what describes its text is missing"),
    tr_noop("the list of the pieces of its text is missing"),
    tr_noop("the list of the pieces of its text is not whole"),
    tr_noop("it does not say how its text is set"),
    tr_noop("a part of what says how its text is set is missing"),
    tr_noop("what says how its text is set is not whole"),
    tr_noop("its styles are not whole"),
    tr_noop("the numbers of its lists are not read"),
    tr_noop("a table is not described as it is stored"),
    tr_noop("it is not built as documents of Word are"),
    tr_noop("it is not built as documents of Word are ({error})"),
    tr_noop("it asks for a password"),
    tr_noop("the end of the file is missing"),
    tr_noop("a part that is stored in another format is not read"),
    tr_noop("a workbook or document that is embedded in it is not read"),
    tr_noop("a chart in it is not read"),
    tr_noop("a drawing with text in it is not read; save it as a PDF, which shows its text"),
    tr_noop("a picture on the sheet {name} is not read"),
    tr_noop("a picture in it is not read; save it as a PDF, whose pictures can be recognised"),
    tr_noop("the part {file} is no document of Word"),
    tr_noop("it shows nothing but pictures; save it as a PDF, whose pictures can be recognised"),
    # What a file of another format lacks
    tr_noop("{file}: the container cannot be opened: {error}"),
    tr_noop("the part {file} is missing"),
    tr_noop("its part is missing"),
    tr_noop("its XML has a document type, which none of these files has"),
    tr_noop("{pages} could not be read ({reason})"),
    tr_noop("{count} objects have a place or shape that means nothing"),
    tr_noop("a template of a page is missing"),
    tr_noop("it names no document"),
    tr_noop("it is encrypted"),
    tr_noop("it has more than {count} pages"),
    tr_noop("a page has more objects than can be drawn"),
    tr_noop("a picture cannot be shown ({reason})"),
    tr_noop("a picture lacks part of its data"),
    tr_noop("the picture is too large"),
    tr_noop("the picture has {width} × {height} points"),
    tr_noop("the picture cannot be opened"),
    tr_noop("the picture cannot be unpacked"),
    tr_noop("its pictures are too large"),
    tr_noop("pages from {number} on could not be read"),
    tr_noop("the file is larger than {size} MB"),
    # What became of the file or of its reader
    tr_noop("{file} cannot be opened: {error}"),
    tr_noop("{file} was gone while it was being read: {error}"),
    tr_noop("{file} was changed while it was being read"),
    tr_noop("{file} is no regular file"),
    tr_noop("{file} is not there"),
    tr_noop("{file} cannot be fetched into {folder}: {error}"),
    tr_noop("{file} cannot be fetched: {error}"),
    tr_noop("{file} is larger than {size} MB"),
    tr_noop("{file} could not be read to its end within {seconds} seconds"),
    tr_noop("{file} was not tried: the disk did not answer for {count} files beside it"),
    tr_noop("{file} is no longer at {address}"),
    tr_noop("{file} has a key that cannot be asked for: {error}"),
    tr_noop("{sentence} (on the worker {address})"),
    tr_noop("{file} was being read when its workers were lost: {error}"),
    tr_noop("the worker that read {file} gave no sound answer: {error}"),
    tr_noop("the reader of {file} gave no sound answer: {error}"),
    tr_noop("the reader of {file} gave an answer that makes no sense: {error}"),
    tr_noop("the run was stopped"),
    tr_noop("{file} needs more than {size} MB of memory"),
    tr_noop("{file} takes longer than {seconds} seconds"),
    tr_noop("{file} was not read to the end: the run was stopped"),
    tr_noop("{file} ended its reader with signal {signal}"),
    tr_noop("{file} ended its reader with exit code {code}"),
    tr_noop("the file gives {size} MB of rows"),
    tr_noop("the file needs more memory than there is"),
    # Kinds of files
    tr_noop("gzip-compressed data"),
    tr_noop("Zstandard-compressed data"),
    tr_noop("bzip2-compressed data"),
    tr_noop("xz-compressed data"),
    tr_noop("a 7-Zip archive"),
    tr_noop("a ZIP archive"),
    tr_noop("an empty ZIP archive"),
    tr_noop("a RAR archive"),
    tr_noop("a BMP picture"),
    tr_noop("a GIF picture"),
    tr_noop("a TIFF picture"),
    tr_noop("a PNG picture"),
    tr_noop("a JPEG picture"),
    tr_noop("a Windows program"),
    tr_noop("a Linux program"),
    tr_noop("an OFD document"),
    tr_noop("a PowerPoint presentation"),
    tr_noop("a Word document"),
    tr_noop("an Excel workbook"),
    tr_noop("an old Microsoft Office file (Word, Excel or PowerPoint)"),
    tr_noop("an RTF document"),
    tr_noop("a PostScript file"),
    tr_noop("a web page (HTML)"),
    tr_noop("an XML file"),
    tr_noop("JSON, perhaps an error message of the web site"),
    tr_noop("a PDF in base64 text"),
    tr_noop("plain text"),
    tr_noop("nothing but zeros"),
    tr_noop("unknown data"),
)
_FIELD = re.compile(r"\{(\w+)\}")
_NAMES = {"file", "folder", "address", "name", "names", "text", "char", "shown", "command"}
"""Fields that hold no sentence."""
_OTHERS = r"; | and \d+ more"
"""What stands between sentences of a list, and behind it."""
_WITHIN_ONE = {"address", "text"}
"""Fields of sentences that stand in lists: they do not reach into the next one."""


def sentence_in_chinese(sentence: str) -> str:
    """By the template that says most of it, and what is filled in likewise; else as it is."""
    if (said := _by_template(sentence)) is not None:
        return said
    for sign, chinese_sign in (("; ", "；"), (": ", "：")):
        pieces = sentence.split(sign)
        # Of several sentences one may hold the sign itself: the first is as long as it has to be.
        for end in range(1, len(pieces)):
            if (said := _by_template(sign.join(pieces[:end]))) is not None:
                return f"{said}{chinese_sign}{sentence_in_chinese(sign.join(pieces[end:]))}"
        head, found, tail = sentence.partition(sign)
        parts = [sentence_in_chinese(part) for part in (head, tail)] if found else [head, tail]
        if parts != [head, tail]:
            return chinese_sign.join(parts)
    return sentence


def _by_template(sentence: str) -> str | None:
    for template, pattern in _patterns():
        if match := pattern.fullmatch(sentence):
            parts: dict[str, object] = {
                name: part if name in _NAMES else sentence_in_chinese(part)
                for name, part in match.groupdict().items()
            }
            return Message(template, parts).in_language(CHINESE)
    return None


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Those that leave least to be filled in come first."""
    ordered = sorted(TEMPLATES, key=lambda template: -len(_FIELD.sub("", template)))
    return tuple((template, re.compile(_pattern(template), re.DOTALL)) for template in ordered)


def _pattern(template: str) -> str:
    pieces = _FIELD.split(template)
    return "".join(_field(piece) if index % 2 else re.escape(piece) for index, piece in enumerate(pieces))


def _field(name: str) -> str:
    if name == "count":
        return r"(?P<count>\S+?)"
    return f"(?P<{name}>(?:(?!{_OTHERS}).)+?)" if name in _WITHIN_ONE else f"(?P<{name}>.+?)"
