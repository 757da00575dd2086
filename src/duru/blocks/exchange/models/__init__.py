"""Tables of exchange."""

from duru.blocks.exchange.models.intakes import Intake, Mapping
from duru.blocks.exchange.models.records import SourceRecord
from duru.blocks.exchange.models.rows import DuplicateRow, RowKey, SourceRow

__all__ = ["DuplicateRow", "Intake", "Mapping", "RowKey", "SourceRecord", "SourceRow"]
