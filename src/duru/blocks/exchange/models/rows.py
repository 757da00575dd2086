"""Rows as typed, the keys by which a row counts once, and the rows that do not count because they came before."""

from django.db import models

from duru.blocks.exchange.enums import RowState
from duru.blocks.exchange.models.intakes import Intake
from duru.blocks.tenancy.api import TenantModel


class SourceRow(TenantModel):
    """One row is one line of one file, its cells exactly as typed (except resident numbers that had to be cut).

    States: `RowState`, but for `duplicate`: a row whose cells are good is `taken`, and a `DuplicateRow` beside it says that
    it does not count. (Written into the row, the marks of 300,000 among ten million rewrite almost every page.) A refused
    row says in Korean why and what to do. `sheet` is the number of the sheet in the intake's layout, `line` the line in the
    file or sheet, from 1. `cells` is a JSON array of texts, kept as text because nothing queries inside it. `hash` is
    blake2b-16 over the cells without running number, salted with organisation and data set (see `rules.hashing`).
    Ten million rows a big file, 5 million a year and 구: so no foreign key per row, and one index. A statement-level
    trigger holds the reference to the intake inside the tenant, which measured 15 -> 5 us a row.
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
            # Few rows are not taken; those are listed and offered back.
            models.Index(
                fields=["tenant_id", "intake", "state", "id"],
                name="sourcerow_not_taken",
                condition=~models.Q(state=RowState.TAKEN),
            ),
        ]


class RowKey(TenantModel):
    """One row says that a row with this hash has been counted, and which row it was.

    Unique by (tenant, hash), its only index; the hash is salted with organisation and data set. As many rows as SourceRows
    that count; written sorted by hash, so that the index grows in order. `row_id` has no constraint (as in SourceRow).
    Privacy: a hash of personal data, deleted with its row.
    """

    id = None
    pk = models.CompositePrimaryKey("tenant_id", "hash")
    hash = models.BinaryField()
    row_id = models.BigIntegerField()

    class Meta:
        verbose_name = "셈한 줄"


class DuplicateRow(TenantModel):
    """One row says that a taken SourceRow does not count, because an equal one of the same agency was counted before.

    Unique by (tenant, intake, row). `hash` is the row's own; the row that was counted instead is its `RowKey`'s. A few in a
    hundred rows; all of a file that was sent twice. Neither id has a constraint (as in SourceRow).
    Privacy: a hash of personal data, deleted with its row.
    """

    id = None
    pk = models.CompositePrimaryKey("tenant_id", "intake_id", "row_id")
    intake_id = models.BigIntegerField()
    row_id = models.BigIntegerField()
    hash = models.BinaryField()

    class Meta:
        verbose_name = "이미 받은 줄"
        indexes = [models.Index(fields=["tenant_id", "hash"], name="duplicaterow_hash")]
