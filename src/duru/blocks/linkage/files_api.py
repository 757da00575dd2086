"""The second door of linkage: files in, links out, without settings, database or Django (`duru link`, benchmarks)."""

from duru.blocks.linkage.engine.alone import (
    Explained,
    Outcome,
    dedupe_table,
    explain_pair,
    link_files,
    link_tables,
)
from duru.blocks.linkage.engine.files import GAZETTEER, RECORDS, FileRefused, read_buildings, read_records, write_table
from duru.blocks.linkage.engine.model import ModelError, ModelSpec, shipped_model
from duru.blocks.linkage.engine.splink import read_model, to_splink
from duru.blocks.linkage.rules import signed

__all__ = [
    "GAZETTEER",
    "RECORDS",
    "Explained",
    "FileRefused",
    "ModelError",
    "ModelSpec",
    "Outcome",
    "dedupe_table",
    "explain_pair",
    "link_files",
    "link_tables",
    "read_buildings",
    "read_model",
    "read_records",
    "shipped_model",
    "signed",
    "to_splink",
    "write_table",
]
