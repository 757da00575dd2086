"""Splink 5 on the same frames, tuned: the same levels, seven selective rules, u by sampling, EM without term frequencies."""

import json
import logging
import sys
import time
from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pa_parquet

from bench.memory import peak_mib

# The rules of our model that need no cap. Rules of Splink drop no common value, and the wide ones would drown it.
RULES = ("phone", "name_year", "birth_surname", "birth_given", "unit", "name_building", "birth_building")
BLOCKS = (
    "l.phone = r.phone AND l.phone <> ''",
    "l.roman_key = r.roman_key AND l.birth_year = r.birth_year",
    "l.birth_on = r.birth_on AND l.building_id = r.building_id",
)


def settings(n_right: int) -> dict:
    """Write our shipped model as settings without its trained numbers."""
    from duru.blocks.linkage.engine.model import shipped_model
    from duru.blocks.linkage.engine.splink import to_splink

    model = shipped_model()
    rules = tuple(rule for rule in model.blocking if rule.key in RULES)
    written = to_splink(replace(model, blocking=rules), n_right=n_right)
    for comparison in written["comparisons"]:
        for level in comparison["comparison_levels"]:
            level.pop("m_probability", None)
            level.pop("u_probability", None)
    return written


def _train(linker) -> None:
    from splink.internals.exceptions import EMTrainingException

    for block in BLOCKS:
        try:
            linker.training.estimate_parameters_using_expectation_maximisation(
                block, estimate_without_term_frequencies=True
            )
        except EMTrainingException:  # data without addresses have no pairs in the last block
            continue


def link(folder: Path, out: Path) -> dict:
    """Train and predict; keep the best register row per record."""
    import duckdb
    from splink import DuckDBAPI, Linker

    logging.disable(logging.WARNING)
    connection = duckdb.connect()
    api = DuckDBAPI(connection)
    frames = [pa_parquet.read_table(folder / f"splink_{name}.parquet") for name in ("register", "records")]
    wall, cpu = time.monotonic(), time.process_time()
    tables = [api.register(frame, dataset_display_name=name) for frame, name in zip(frames, "ab", strict=True)]
    linker = Linker(tables, settings(frames[0].num_rows))
    linker.training.estimate_u_using_random_sampling(max_pairs=2e6)
    _train(linker)
    trained = time.process_time()
    found = linker.inference.predict(threshold_match_weight=-10)
    best = connection.sql(
        "SELECT record_id_r AS record, record_id_l AS anchor, match_weight, match_probability AS probability "
        f"FROM {found.physical_name} QUALIFY row_number() OVER (PARTITION BY record_id_r ORDER BY match_weight DESC, record_id_l) = 1"
    ).to_arrow_table()
    figures = {
        "wall": time.monotonic() - wall,
        "cpu": time.process_time() - trained,
        "cpu_train": time.process_time() - cpu,
    }
    pa_parquet.write_table(best, out)
    return figures


def dedupe(folder: Path, out: Path) -> dict:
    """Group the records by person at five bits."""
    import duckdb
    from splink import DuckDBAPI, Linker

    logging.disable(logging.WARNING)
    connection = duckdb.connect()
    api = DuckDBAPI(connection)
    frame = pa_parquet.read_table(folder / "splink_records.parquet")
    wall, cpu = time.monotonic(), time.process_time()
    written = {**settings(frame.num_rows), "link_type": "dedupe_only"}
    linker = Linker(api.register(frame, dataset_display_name="a"), written)
    linker.training.estimate_u_using_random_sampling(max_pairs=2e6)
    _train(linker)
    found = linker.inference.predict(threshold_match_weight=5)
    groups = linker.clustering.cluster_pairwise_predictions_at_threshold(found, threshold_match_weight=5)
    table = connection.sql(f'SELECT record_id, cluster_id AS "group" FROM {groups.physical_name}').to_arrow_table()
    pa_parquet.write_table(table, out)
    return {"wall": time.monotonic() - wall, "cpu": time.process_time() - cpu}


if __name__ == "__main__":
    measured = {"link": link, "dedupe": dedupe}[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3]))
    print(json.dumps({**measured, "peak_mib": peak_mib()}))
