"""Objects of S3, or of a store that speaks like it: listed, read, written and deleted below one address.

Credentials, region and endpoint come from the environment, as other programs take them: AWS_ACCESS_KEY_ID,
AWS_SECRET_ACCESS_KEY, AWS_REGION and AWS_ENDPOINT_URL, or ~/.aws.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit

import pyarrow as pa
from pyarrow import fs

from pipeline.errors import EnvironmentProblem, UsageError
from pipeline.language import tr, tr_noop
from pipeline.masking import masked

SCHEME = "s3://"
HINT = tr_noop(
    "Check the address, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_REGION and AWS_ENDPOINT_URL."
)
_PIECE = 1024 * 1024
_CONNECT_SECONDS = 10.0
_REQUEST_SECONDS = 60.0


@dataclass(frozen=True, slots=True, order=True)
class StoredFile:
    """An object, or the address that a user gave. Size and time of change are those of the listing it was in."""

    address: str
    size: int = 0
    mtime_ns: int = 0

    @property
    def name(self) -> str:
        """What stands after the last slash."""
        return self.address.rstrip("/").rpartition("/")[2]

    def __str__(self) -> str:
        return self.address


def is_address(text: str) -> bool:
    return text.startswith(SCHEME)


class Store:
    """What stands below an address. Keys are relative to it; every call may raise OSError."""

    def __init__(self, address: str) -> None:
        """Raises UsageError when the address names no bucket, EnvironmentProblem when settings make no sense."""
        self.address = address.rstrip("/")
        self._root = self.address.removeprefix(SCHEME)
        if "@" in self._root.partition("/")[0]:
            raise UsageError(
                tr("{address} holds a password", address=masked(address)),
                tr("Credentials come from the environment: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY."),
            )
        if not is_address(address) or not all(self._root.split("/")):
            raise UsageError(
                tr("{address} is no address of a store", address=address),
                tr("It looks like s3://bucket/folder."),
            )
        self._fs = _connect(self._root.partition("/")[0])

    def read(self, key: str) -> bytes | None:
        """The content; None when there is no such object. Raises EnvironmentProblem when there is no bucket."""
        try:
            with self._fs.open_input_stream(self._path(key)) as stream:
                return bytes(stream.read())
        except FileNotFoundError:
            self.look_for_bucket()
            return None

    def write(self, key: str, content: bytes) -> None:
        """Put the content in one step: readers see the old one or the new one."""
        with self._fs.open_output_stream(self._path(key)) as stream:
            stream.write(content)

    def upload(self, key: str, source: Path) -> None:
        with source.open("rb") as content, self._fs.open_output_stream(self._path(key)) as stream:
            while piece := content.read(_PIECE):
                stream.write(piece)

    def pieces(self, key: str = "") -> Iterator[bytes]:
        """The content, a part at a time. Raises FileNotFoundError; ValueError where the key cannot be asked for."""
        with self._fs.open_input_stream(self._path(key)) as stream:
            while piece := stream.read(_PIECE):
                yield bytes(piece)

    @contextmanager
    def anywhere(self, key: str = "") -> Iterator[BinaryIO]:
        """An object to read anywhere in it: only what is read is fetched."""
        with self._fs.open_input_file(self._path(key)) as stream:
            yield stream

    def below(self, key: str = "") -> list[StoredFile]:
        """All objects below a folder, by key; the object itself where the key is one. [] when there are none."""
        found = self._fs.get_file_info(self._path(key))
        if found.type == fs.FileType.File:
            return [_as_file(found)]
        selector = fs.FileSelector(self._path(key), recursive=True, allow_not_found=True)
        return sorted(
            _as_file(one) for one in self._fs.get_file_info(selector) if one.type == fs.FileType.File
        )

    def folders(self, key: str) -> list[str]:
        """Names of the folders right below a folder."""
        found = self._fs.get_file_info(fs.FileSelector(self._path(key), allow_not_found=True))
        return sorted(one.base_name for one in found if one.type == fs.FileType.Directory)

    def find(self, key: str) -> StoredFile | None:
        found = self._fs.get_file_info(self._path(key))
        return _as_file(found) if found.type == fs.FileType.File else None

    def delete(self, key: str) -> None:
        """Delete an object; one that is gone already is no error."""
        try:
            self._fs.delete_file(self._path(key))
        except FileNotFoundError:
            return

    def delete_below(self, key: str) -> None:
        """Delete all objects below a folder."""
        try:
            self._fs.delete_dir(self._path(key))
        except FileNotFoundError:
            return

    def key_of(self, file: StoredFile) -> str:
        return file.address.removeprefix(f"{self.address}/")

    def look_for_bucket(self) -> None:
        """Raise EnvironmentProblem when the bucket does not exist."""
        bucket = self._root.partition("/")[0]
        if self._fs.get_file_info(bucket).type == fs.FileType.NotFound:
            raise EnvironmentProblem(
                tr("there is no bucket {bucket}", bucket=bucket), tr("Create it. {hint}", hint=tr(HINT))
            )

    def _path(self, key: str) -> str:
        return f"{self._root}/{key}" if key else self._root


def what_went_wrong(error: Exception) -> str:
    """The first line of what the store's client says."""
    return next(iter(str(error).splitlines()), type(error).__name__)


def unreachable(address: str, error: Exception) -> EnvironmentProblem:
    return EnvironmentProblem(
        tr("cannot reach {address}: {reason}", address=address, reason=what_went_wrong(error)), tr(HINT)
    )


def _as_file(found: fs.FileInfo) -> StoredFile:
    return StoredFile(f"{SCHEME}{found.path}", found.size or 0, found.mtime_ns or 0)


def _connect(bucket: str) -> fs.S3FileSystem:
    endpoint = os.environ.get("AWS_ENDPOINT_URL_S3") or os.environ.get("AWS_ENDPOINT_URL") or ""
    region = os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION") or ""
    return _connection(bucket if not (endpoint or region) else "", endpoint, region)


@lru_cache(maxsize=8)
def _connection(bucket: str, endpoint: str, region: str) -> fs.S3FileSystem:
    """`bucket`: the one to ask for its region, where nothing else tells it."""
    parts = urlsplit(endpoint)
    if endpoint and (parts.scheme not in ("http", "https") or not parts.netloc):
        raise EnvironmentProblem(
            tr("AWS_ENDPOINT_URL is {endpoint}", endpoint=masked(endpoint)),
            tr("It looks like https://store.example.org:9000."),
        )
    try:
        return fs.S3FileSystem(
            endpoint_override=parts.netloc or None,
            scheme=parts.scheme or "https",
            region=region or (fs.resolve_s3_region(bucket) if bucket else None),
            connect_timeout=_CONNECT_SECONDS,
            request_timeout=_REQUEST_SECONDS,
            allow_delayed_open=True,
        )
    except (OSError, pa.ArrowException) as error:
        raise unreachable(f"{SCHEME}{bucket}", error) from error
