"""An S3 of this machine for tests, and a process that publishes there and dies on the way.

python -m tests.stores ADDRESS N    publishes documents b and c at ADDRESS, killed before its N-th request to write
"""

from __future__ import annotations

import logging
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

import boto3

from pipeline.stores.object_store import Store
from pipeline.stores.remote import Published
from tests.faults import commit, without_comparisons

BUCKET = "reports"
SETTINGS = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_REGION": "us-east-1"}


@contextmanager
def moto_server() -> Iterator[str]:
    """Endpoint of a store of its own, with an empty bucket BUCKET."""
    from moto.moto_server.threaded_moto_server import ThreadedMotoServer

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        endpoint = f"http://{host}:{port}"
        client(endpoint).create_bucket(Bucket=BUCKET)
        yield endpoint
    finally:
        server.stop()


def client(endpoint: str) -> Any:
    """Another program's view of the store."""
    return boto3.client(
        "s3",
        endpoint_url=endpoint,
        region_name=SETTINGS["AWS_REGION"],
        aws_access_key_id=SETTINGS["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=SETTINGS["AWS_SECRET_ACCESS_KEY"],
    )


def put(s3: Any, address: str, content: bytes) -> None:
    bucket, _, key = address.removeprefix("s3://").partition("/")
    s3.put_object(Bucket=bucket, Key=key, Body=content)


def keys(s3: Any, address: str) -> list[str]:
    """Keys below the address, without the empty objects that stand for folders."""
    bucket, _, prefix = address.removeprefix("s3://").partition("/")
    listed = s3.list_objects_v2(Bucket=bucket, Prefix=f"{prefix}/").get("Contents", [])
    found = [one["Key"].removeprefix(f"{prefix}/") for one in listed]
    return sorted(key for key in found if not key.endswith("/"))


@contextmanager
def failing(chosen: int, happens: Callable[[], None]) -> Iterator[list[str]]:
    """Within this block something happens instead of the chosen request that writes; yields the keys of all."""
    seen: list[str] = []

    def counted(operation: Callable[..., Any]) -> Callable[..., Any]:
        def step(store: Store, key: str, *rest: Any) -> Any:
            # Claims are renewed whenever it is time to.
            if not key.startswith("lock/"):
                seen.append(key)
                if len(seen) == chosen:
                    happens()
            return operation(store, key, *rest)

        return step

    names = ("write", "upload", "delete", "delete_below")
    with mock.patch.multiple(Store, **{name: counted(getattr(Store, name)) for name in names}):
        yield seen


def publish(address: str, *seeds: str, remove: str = "") -> None:
    with Published(address).writing() as folder:
        put_in(folder, *seeds, remove=remove)


def put_in(folder: Path, *seeds: str, remove: str = "") -> None:
    with without_comparisons():
        commit(folder, *seeds, remove=remove)


if __name__ == "__main__":
    with failing(int(sys.argv[2]), lambda: os.kill(os.getpid(), signal.SIGKILL)):
        publish(sys.argv[1], "b", "c", remove="a")
