"""Kinds of data that agencies send. Each is registered downward by the app whose tables it fills.

    register_dataset(Dataset(
        key="handouts", label="제공 기록", store=store_handouts,
        fields=(
            Field("given_on", "제공일", ("제공일자", "지급일", "일자"), is_required=True, clean=CLEAN_DAY,
                  parse=lambda typed, cell: parse_day(typed, today=cell.today)),
            Field("item", "품목", ("물품", "지원품목")),
        ),
    ))

The fields that describe the person (`persons.PERSON_FIELDS`) belong to every data set and become a `SourceRecord`;
`store` gets the rest, parsed, with the record's id.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from duru.blocks.exchange.fields import Field
from duru.blocks.exchange.persons import PERSON_FIELDS, PersonMention


@dataclass(frozen=True, slots=True)
class BatchRow:
    """One row on its way into a data set's own tables.

    Attributes:
        row_id: The SourceRow: what was typed. Unique: store under it and a repeated batch cannot double anything.
        record_id: The SourceRecord of the person mentioned.
        values: {field key: what `parse` returned}; a blank or unmapped field is absent.
        person: The person fields as read, for data sets that need them (the register).
    """

    row_id: int
    record_id: int
    values: Mapping[str, Any]
    person: PersonMention


@dataclass(frozen=True, slots=True)
class Batch:
    """Up to 5,000 rows of one file, inside one transaction with the file's progress.

    Attributes:
        title: The file's name and sheet titles: where a campaign or year may be written.
    """

    tenant_id: int
    intake_id: int
    organisation_id: int
    dataset: str
    rows: Sequence[BatchRow]
    uploaded_at: datetime
    title: str = ""


@dataclass(frozen=True, slots=True)
class Dataset:
    """One kind of data: its fields, and who stores it.

    Attributes:
        key: Short and stable; stored with every intake.
        label: Korean name.
        fields: The data set's own fields, beside those of the person.
        store: Puts a batch into the data set's tables, inside the chunk's transaction. Must not commit. Called once for
            each row that settles, never again for the same row unless the transaction was rolled back.
        is_register: Its person mentions come from the population register.
        needs_contact: A row must have birth, phone or address beside the name (else nobody can be told apart).
        refuse: Looks at a whole parsed row; returns a Korean reason to refuse it, or None.
        refuse_reads: Optional fields without any of which `refuse` never refuses; a file that lacks them all keeps the
            fast lane. None: `refuse` may refuse any row.
    """

    key: str
    label: str
    fields: tuple[Field, ...]
    store: Callable[[Batch], None]
    is_register: bool = False
    needs_contact: bool = True
    refuse: Callable[[Mapping[str, Any]], str | None] | None = None
    refuse_reads: tuple[str, ...] | None = None
    description: str = ""

    @property
    def all_fields(self) -> tuple[Field, ...]:
        """The person's fields and then the data set's own."""
        return (*PERSON_FIELDS, *self.fields)


_datasets: dict[str, Dataset] = {}


def register_dataset(dataset: Dataset) -> None:
    """Make a data set known; call it in `AppConfig.ready`. Registering the same key again replaces it.

    Raises:
        ValueError: two fields share a key.
    """
    keys = [each.key for each in dataset.all_fields]
    if len(keys) != len(set(keys)):
        raise ValueError(f"data set {dataset.key!r} has two fields of one key")
    _datasets[dataset.key] = dataset


def get_dataset(key: str) -> Dataset:
    """Return a registered data set.

    Raises:
        KeyError: nobody registered it.
    """
    return _datasets[key]


def list_datasets() -> list[Dataset]:
    """Return all data sets, in the order of their labels."""
    return sorted(_datasets.values(), key=lambda each: each.label)
