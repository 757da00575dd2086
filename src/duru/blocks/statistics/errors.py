"""What can go wrong when numbers are asked for."""

from duru.kernel.errors import Refused


class AskRefused(Refused):
    """A question that has no honest answer; says in Korean what to change."""


class NoSnapshot(Exception):
    """There is no month-end snapshot for what was asked."""


class SnapshotDamaged(Exception):
    """A file of a snapshot is missing or not the one its manifest names."""
