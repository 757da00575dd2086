"""Names typed in Latin letters: how many meet their Hangul under the loose key, and how many candidates that costs."""

from pathlib import Path

import numpy as np
import pyarrow.parquet as pa_parquet

from bench.figures import Figure

COLUMNS = ["name_jamo", "roman_key", "birth_year", "is_roman"]


def figures(folder: Path, truth: np.ndarray, name: str) -> list[Figure]:
    """Measure one size; `truth` holds each record's row in the register, -1 for none.

    Candidates are the pairs that agree in key and birth year, for all records, beside those that agree in the very name and year.
    """
    register, records = (
        pa_parquet.read_table(folder / f"{side}.parquet", columns=COLUMNS) for side in ("register", "records")
    )
    typed = records["is_roman"].to_numpy() & (truth >= 0)
    theirs = register["roman_key"].take(truth[typed]).to_pylist()
    found = np.mean(
        [one == other for one, other in zip(records["roman_key"].filter(typed).to_pylist(), theirs, strict=True)]
    )
    pairs = {}
    for column in ("name_jamo", "roman_key"):
        counts = [
            side.filter(side["birth_year"].is_valid()).group_by([column, "birth_year"]).aggregate([([], "count_all")])
            for side in (register, records)
        ]
        both = counts[0].join(counts[1], [column, "birth_year"], join_type="inner", right_suffix="_theirs")
        pairs[column] = float((both["count_all"].to_numpy() * both["count_all_theirs"].to_numpy()).sum())
    return [
        Figure(f"linkage.roman_found{name}", float(found), "", "같은 로마자 표기", None, ">=0.95"),
        Figure(
            f"linkage.roman_candidates{name}", pairs["roman_key"] / pairs["name_jamo"], "×", "같은 이름", None, "<=2"
        ),
    ]
