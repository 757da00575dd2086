"""The door of exchange."""

from duru.blocks.exchange.datasets import Batch, BatchRow, Dataset, get_dataset, list_datasets, register_dataset
from duru.blocks.exchange.enums import IntakeState, RowState
from duru.blocks.exchange.errors import FileRefused, MappingIncomplete, WrongState
from duru.blocks.exchange.events import IntakeAccepted
from duru.blocks.exchange.fields import CLEAN_COUNT, CLEAN_DAY, CLEAN_WON, CellContext, Field, as_text
from duru.blocks.exchange.hinges import held_records, register_held_records
from duru.blocks.exchange.models import Intake, Mapping, SourceRecord, SourceRow
from duru.blocks.exchange.operations.deciding import accept_intake, cancel_intake
from duru.blocks.exchange.operations.erasing import erase_records, erase_rows
from duru.blocks.exchange.operations.listing import ListedPerson, read_person_list
from duru.blocks.exchange.operations.mapping import confirm_mapping
from duru.blocks.exchange.operations.recording import record_mention
from duru.blocks.exchange.operations.settling import settle_rows
from duru.blocks.exchange.operations.staging import stage_rows
from duru.blocks.exchange.operations.taking import resume_intake, take_file
from duru.blocks.exchange.operations.uploading import upload_file
from duru.blocks.exchange.persons import PersonMention
from duru.blocks.exchange.queries import get_intake, list_intakes, list_records, list_rows, refused_rows, rows_of

__all__ = [
    "erase_rows",
    "erase_records",
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
    "ListedPerson",
    "Mapping",
    "MappingIncomplete",
    "PersonMention",
    "RowState",
    "SourceRecord",
    "SourceRow",
    "WrongState",
    "accept_intake",
    "as_text",
    "cancel_intake",
    "confirm_mapping",
    "get_dataset",
    "get_intake",
    "held_records",
    "list_datasets",
    "list_intakes",
    "list_records",
    "list_rows",
    "read_person_list",
    "record_mention",
    "refused_rows",
    "register_dataset",
    "register_held_records",
    "resume_intake",
    "rows_of",
    "settle_rows",
    "stage_rows",
    "take_file",
    "upload_file",
]
