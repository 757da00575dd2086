"""Rows as typed, and the keys by which a row counts once."""

from django.db import models

from duru.blocks.exchange.enums import RowState
from duru.blocks.exchange.models.intakes import Intake
from duru.blocks.tenancy.api import TenantModel


class SourceRow(TenantModel):
    """One row is one line of one file, its cells exactly as typed (except resident numbers that had to be cut).

    States: `RowState`; a refused row says in Korean why and what to do. `sheet` is the number of the sheet in the
    intake's layout, `line` the line in the file or sheet, from 1. `cells` is a JSON array of texts, kept as text because
    nothing queries inside it. `hash` is blake2b-16 over the cells without running number, salted with organisation and
    data set (see `rules.hashing`); unique per intake only among rows that count.
    Ten million rows a big file, 5 million a year and 구: so no foreign key per row. A statement-level trigger holds the
    reference to the intake inside the tenant, which measured 15 -> 5 us a row.
    Privacy: whatever the agency typed: names, birth dates, addresses, notes on health. Basis: the agency's own and
    사회보장급여법 §7, §24; kept as long as the record it proves (five years, §34), then deleted.
    """

    intake = models.ForeignKey(
        Intake, on_delete=models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False
    )
    sheet = models.SmallIntegerField()
    line = models.IntegerField()
    cells = models.TextField()
    hash = models.BinaryField()
    state = models.CharField(max_length=10, choices=RowState)
    reason = models.TextField(blank=True)

    class Meta:
        verbose_name = "받은 줄"
        indexes = [
            # Few rows are not taken; those are listed, offered back, and brought back to life.
            models.Index(
                fields=["tenant_id", "intake", "state", "id"],
                name="sourcerow_not_taken",
                condition=~models.Q(state=RowState.TAKEN),
            ),
        ]


class RowKey(TenantModel):
    """One row says that a row with this hash has been counted, and which row it was.

    Unique by (tenant, hash); the hash is salted with organisation and data set. As many rows as taken SourceRows; written
    sorted by hash, so that the index grows in order. `row` is a bare id without a constraint (as in SourceRow).
    Privacy: a hash of personal data, deleted with its row.
    """

    hash = models.BinaryField()
    row_id = models.BigIntegerField()

    class Meta:
        verbose_name = "셈한 줄"
        constraints = [models.UniqueConstraint(fields=["tenant_id", "hash"], name="rowkey_once")]
