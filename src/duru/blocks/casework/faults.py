"""The named places between the steps of a deed at which a test lets a process die; see `duru.conf.faults`."""

from duru.conf.faults import reach

__all__ = ["PLACES", "reach"]

PLACES = (
    "casework.case_stored",
    "casework.received",
    "casework.locked",
    "casework.engine_moved",
    "casework.all_noted",
    "casework.rows_written",
    "casework.before_commit",
    "casework.after_commit",
    "casework.timer_taken",
    "casework.bulk_item_done",
)
