"""The named places of an intake at which a test lets a process die; see `duru.conf.faults`."""

from duru.conf.faults import reach

__all__ = ["PLACES", "reach"]

PLACES = (
    "exchange.copy_written",
    "exchange.after_upload",
    "exchange.before_mapping_commit",
    "exchange.after_mapping",
    "exchange.before_copy",
    "exchange.after_copy",
    "exchange.before_batch_commit",
    "exchange.after_batch",
    "exchange.before_keys",
    "exchange.before_staged_commit",
    "exchange.after_staged",
    "exchange.before_accept_commit",
    "exchange.after_accept",
    "exchange.after_records",
    "exchange.before_chunk_commit",
    "exchange.after_chunk",
    "exchange.before_last_commit",
)
