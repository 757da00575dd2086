"""Splink 5 with our model in its own format: the peer of lookups and of daily updates."""

from __future__ import annotations

import logging
from dataclasses import replace

import pyarrow as pa

from bench.linkage_splink import RULES
from duru.blocks.linkage.engine.model import ModelSpec


class SplinkPeer:
    """A trained linker over a prepared register and prepared records, with its term frequencies counted."""

    def __init__(self, model: ModelSpec, register: pa.Table, records: pa.Table):
        import duckdb
        from splink import DuckDBAPI, Linker

        from duru.blocks.linkage.engine.splink import to_splink

        logging.disable(logging.WARNING)
        self.api = DuckDBAPI(duckdb.connect(config={"threads": 2}))
        self.register = self._known(register, "register")
        self.records = self._known(records, "records")
        selective = replace(model, blocking=tuple(rule for rule in model.blocking if rule.key in RULES))
        settings = to_splink(selective, n_right=register.num_rows)
        self.linker = Linker([self.register, self.records], settings)
        for column in ("name_jamo", "roman_key"):
            self.linker.table_management.compute_tf_table(column)

    def new(self, records: pa.Table, name: str):
        """Make further records known to it."""
        return self._known(records, name)

    def between(self, left, right) -> pa.Table:
        """Return the scored pairs of two of its tables."""
        return self.linker.inference.predict_between(left, right).as_duckdbpyrelation().to_arrow_table()

    def _known(self, table: pa.Table, name: str):
        # Which houses are small is counted by a run; here none is.
        table = table.append_column("is_small", pa.array([False] * table.num_rows))
        side = "register" if name == "register" else "records"
        return self.api.register(
            table.append_column("source_dataset", pa.array([side] * table.num_rows)), table_name=name
        )
