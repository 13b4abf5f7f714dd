"""XML of unknown origin, parsed within bounds: as a tree, or piece by piece.

A document type is refused before anything in it is read, for none of the formats has one: no entity is ever declared,
nothing is ever fetched. Depth is bounded, and the size of a tree and of a single tag.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import NoReturn
from xml.parsers import expat

from lxml import etree

from extractors.formats.blocks import FormatError

_MOST_NODES = 4_000_000  # elements, texts and attributes of a tree: about 100 bytes each
_MOST_DEPTH = 256  # that of libxml2, too
_MOST_TOKEN = 16 * 2**20  # bytes of one tag or one comment, which is kept until it ends
_CHUNK = 64 * 1024
_DECLARATION = 256  # bytes within which it ends
_DECLARED = re.compile(rb"""\A\s*(<\?xml[^>]*?)\s+encoding\s*=\s*["']([\w.:-]+)["']([^>]*\?>)""")
_KNOWN = re.compile(rb"(?i)utf-?(8|16)|us-ascii|iso-8859-1")  # by expat

Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]
Text = Callable[[str], None]


def parse(content: bytes, most: int = _MOST_NODES) -> etree._Element:
    """The root of the tree, without comments and processing instructions. Raises FormatError."""
    try:
        content = b"".join(_in_known_letters([content]))
    except ValueError as error:
        raise FormatError("damaged", f"its XML is damaged: {error}") from error
    if content.count(b"<") * 2 + content.count(b"=") > most:
        raise FormatError("too_large", "its XML has too many elements")
    _refuse_document_type(content)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise FormatError("damaged", f"its XML is damaged: {error}") from error


def walk(chunks: Iterable[bytes], start: Start, end: End, text: Text) -> None:
    """Call for every element, in their order, with its local name and attributes; texts may come in pieces.

    Attributes go by their local names as well. Raises FormatError, at the latest when the XML ends.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.buffer_size = _CHUNK
    names: dict[str, str] = {}
    depth = 0

    def started(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _MOST_DEPTH:
            raise FormatError("too_large", "its XML is nested too deeply")
        for key in attributes:
            if ":" in key:
                own = {key: value for key, value in attributes.items() if not key.startswith("xmlns:")}
                attributes = {key.rpartition(":")[2]: value for key, value in own.items()}
                break
        start(names.get(name) or names.setdefault(name, name.rpartition(":")[2]), attributes)

    def ended(name: str) -> None:
        nonlocal depth
        depth -= 1
        end(names[name])

    parser.StartElementHandler = started
    parser.EndElementHandler = ended
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = _refuse
    fed = 0
    try:
        for chunk in _in_known_letters(chunks):
            parser.Parse(chunk, False)
            fed += len(chunk)
            if fed - parser.CurrentByteIndex > _MOST_TOKEN:
                raise FormatError("too_large", "its XML has a tag that is too long")
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise FormatError("damaged", f"its XML is damaged: {error}") from error


def local_name(element: etree._Element) -> str:
    """Its name without its namespace: Strict and transitional files differ in nothing else."""
    return str(element.tag).rpartition("}")[2]


def _refuse(*_: object) -> NoReturn:
    raise FormatError("damaged", "its XML has a document type, which none of these files has")


class _Begun(Exception):
    """The root has begun."""


def _refuse_document_type(content: bytes) -> None:
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse
    parser.StartElementHandler = _begun
    try:
        for at in range(0, len(content), _CHUNK):
            parser.Parse(content[at : at + _CHUNK], False)
    except _Begun:
        return
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise FormatError("damaged", f"its XML is damaged: {error}") from error


def _begun(*_: object) -> NoReturn:
    raise _Begun


def _in_known_letters(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """In UTF-8, where the declaration names an encoding that XML parsers do not share, such as GBK."""
    decoder: codecs.IncrementalDecoder | None = None
    rest = iter(chunks)
    head = b""
    while len(head) < _DECLARATION and (piece := next(rest, b"")):
        head += piece
    for index, chunk in enumerate(chain([head], rest)):
        declared = None if index else _DECLARED.match(chunk)
        if declared is not None and not _KNOWN.fullmatch(declared.group(2)):
            name = declared.group(2).decode("ascii").lower()
            try:
                decoder = codecs.getincrementaldecoder("gb18030" if name.startswith("gb") else name)()
            except LookupError as error:
                raise FormatError("damaged", f"its XML is written in {name}, which is unknown") from error
            yield declared.group(1) + declared.group(3)
            chunk = chunk[declared.end() :]
        yield chunk if decoder is None else decoder.decode(chunk).encode()
