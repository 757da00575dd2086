"""Tables of exchange."""

from duru.blocks.exchange.models.intakes import Intake, Mapping
from duru.blocks.exchange.models.records import SourceRecord
from duru.blocks.exchange.models.rows import RowKey, SourceRow

__all__ = ["Intake", "Mapping", "RowKey", "SourceRecord", "SourceRow"]
