"""The door of exchange."""

from duru.blocks.exchange.datasets import (
    CLEAN_COUNT,
    CLEAN_DAY,
    CLEAN_WON,
    Batch,
    BatchRow,
    CellContext,
    Dataset,
    Field,
    as_text,
    get_dataset,
    list_datasets,
    register_dataset,
)
from duru.blocks.exchange.enums import IntakeState, RowState
from duru.blocks.exchange.errors import FileRefused, MappingIncomplete, WrongState
from duru.blocks.exchange.events import IntakeAccepted
from duru.blocks.exchange.models import Intake, Mapping, SourceRecord, SourceRow

__all__ = [
    "CLEAN_COUNT",
    "CLEAN_DAY",
    "CLEAN_WON",
    "Batch",
    "BatchRow",
    "CellContext",
    "Dataset",
    "Field",
    "FileRefused",
    "Intake",
    "IntakeAccepted",
    "IntakeState",
    "Mapping",
    "MappingIncomplete",
    "RowState",
    "SourceRecord",
    "SourceRow",
    "WrongState",
    "as_text",
    "get_dataset",
    "list_datasets",
    "register_dataset",
]
