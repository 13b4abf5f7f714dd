"""Every published table, declared once: its columns with description, type and unit."""

from pipeline.schemas.columns import (
    BOOL,
    DATE,
    FLOAT,
    INSTANT,
    INT,
    PARTITION_KEY,
    PATH,
    PATH_SIGN,
    PROVENANCE,
    TEXT,
    YUAN,
    shown_path,
)
from pipeline.schemas.figure_table import NO_FACT
from pipeline.schemas.schemas import (
    DOCUMENT_TABLES,
    FACTS,
    PARTITIONED,
    REFERENCES,
    SCHEMAS,
    allowed_values,
    describe,
    stored_schema,
    type_name,
)

__all__ = [
    "BOOL",
    "DATE",
    "DOCUMENT_TABLES",
    "FACTS",
    "FLOAT",
    "INSTANT",
    "INT",
    "NO_FACT",
    "PARTITIONED",
    "PARTITION_KEY",
    "PATH",
    "PATH_SIGN",
    "PROVENANCE",
    "REFERENCES",
    "SCHEMAS",
    "TEXT",
    "YUAN",
    "allowed_values",
    "describe",
    "shown_path",
    "stored_schema",
    "type_name",
]
