"""Grouping of records by person beside Splink 5 on the same frames."""

import pyarrow.parquet as pa_parquet

from bench.accuracy import pair_scores
from bench.figures import Figure
from bench.linkage import PEER, in_own_process
from bench.linkage_data import FIRST_RECORD, folder_of


def run(size: str) -> tuple[list[Figure], list[str]]:
    """Measure one size: by themselves, and with the register as anchors."""
    folder = folder_of(size)
    person = pa_parquet.read_table(folder / "truth.parquet")["person"].to_numpy()
    alone, anchored = (in_own_process("bench.linkage_ours", mode, folder) for mode in ("dedupe", "dedupe_anchored"))
    splink = in_own_process("bench.linkage_splink", "dedupe", folder)
    own = [
        pair_scores(pa_parquet.read_table(folder / f"{mode}.parquet")["group"].to_numpy(), person)
        for mode in ("dedupe", "dedupe_anchored")
    ]
    table = pa_parquet.read_table(folder / "splink_dedupe.parquet").sort_by("record_id")
    theirs = pair_scores(table["group"].to_numpy(), person[table["record_id"].to_numpy() - FIRST_RECORD])
    name = "" if size == "full" else "_100k"
    figures = [
        Figure(f"dedupe.pair_f{name}", own[0][2], "", PEER, theirs[2], ">=0.98"),
        Figure(f"dedupe.pair_f_anchored{name}", own[1][2], "", PEER, theirs[2], ">=0.98"),
        Figure(f"dedupe.cpu_s{name}", alone["cpu"], "CPU s", PEER, splink["cpu"], "<=17"),
        Figure(f"dedupe.peak_gib{name}", alone["peak_mib"] / 1024, "GiB", PEER, splink["peak_mib"] / 1024, "<=1.5"),
    ]
    notes = [
        "정밀도/재현율: " + "; ".join(
            f"{label} {precision:.4f}/{recall:.4f}"
            for label, (precision, recall, _) in (("기록만", own[0]), ("등록부를 닻으로", own[1]), (PEER, theirs))
        ),
        f"등록부를 닻으로: CPU {anchored['cpu']:.1f}초",
    ]  # fmt: skip
    return figures, notes
