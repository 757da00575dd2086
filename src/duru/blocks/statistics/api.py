"""The door of statistics: what apps above register, and the numbers they may ask for."""

from duru.blocks.statistics.catalogue import (
    Column,
    Dimension,
    Measure,
    SnapshotTable,
    StandardTable,
    Subject,
    find_standard,
    list_standards,
    list_subjects,
    list_tables,
    register_standard,
    register_subject,
    register_table,
)
from duru.blocks.statistics.enums import ColumnKind, MeasureKind
from duru.blocks.statistics.errors import AskRefused, NoSnapshot, SnapshotDamaged
from duru.blocks.statistics.models import Rollup, Snapshot
from duru.blocks.statistics.operations.answers import ask_for, compute_rollup, compute_standards, publish
from duru.blocks.statistics.operations.cubes import publish_cube, signing_key
from duru.blocks.statistics.operations.files import check_files
from duru.blocks.statistics.operations.saved import save_table
from duru.blocks.statistics.operations.snapshots import compare_with_now, forget_key, make_snapshot
from duru.blocks.statistics.queries import find_latest, find_rollup, grid_of, list_months, list_snapshots
from duru.blocks.statistics.rules.cubes import add_cubes, unseal
from duru.blocks.statistics.rules.months import Month, last_full_month, month_of, months_until, parse_month
from duru.blocks.statistics.rules.question import Question, question_of
from duru.blocks.statistics.standard import AGE, DONG, SEX

__all__ = [
    "AGE",
    "AskRefused",
    "Column",
    "ColumnKind",
    "DONG",
    "Dimension",
    "Measure",
    "MeasureKind",
    "Month",
    "NoSnapshot",
    "Question",
    "Rollup",
    "SEX",
    "Snapshot",
    "SnapshotDamaged",
    "SnapshotTable",
    "StandardTable",
    "Subject",
    "add_cubes",
    "ask_for",
    "check_files",
    "compare_with_now",
    "compute_rollup",
    "compute_standards",
    "find_latest",
    "find_rollup",
    "find_standard",
    "forget_key",
    "grid_of",
    "last_full_month",
    "list_months",
    "list_snapshots",
    "list_standards",
    "list_subjects",
    "list_tables",
    "make_snapshot",
    "month_of",
    "months_until",
    "parse_month",
    "publish",
    "publish_cube",
    "question_of",
    "register_standard",
    "register_subject",
    "register_table",
    "save_table",
    "signing_key",
    "unseal",
]
