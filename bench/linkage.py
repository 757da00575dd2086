"""Linkage of records to a register beside Splink 5 on the same frames: speed, memory, accuracy, calibration."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pyarrow.parquet as pa_parquet

from bench.accuracy import Accuracy, measure
from bench.anatomy import anatomy
from bench.figures import Figure
from bench.linkage_data import FIRST_RECORD, SIZES, folder_of
from bench.romanised import figures as romanised

ROOT = Path(__file__).resolve().parent.parent
PEER = "Splink 5 (맞춤)"
# Goal per figure and size.
GOALS = {
    "small": {"cpu_s": "<=2", "cpu_s_train": "<=4", "wall_s_raw": "<=4", "peak_gib": "<=0.9", "f1": ">=0.988", "recall_p999": ">=0.974"},
    "full": {"cpu_s": "<=6", "cpu_s_train": "<=8", "wall_s_raw": "<=6", "peak_gib": "<=0.9", "f1": ">=0.986", "recall_p999": ">=0.965"},
}  # fmt: skip


def run(size: str) -> tuple[list[Figure], list[str]]:
    """Measure one size; every engine in a process of its own, one after the other."""
    folder = folder_of(size)
    truth = pa_parquet.read_table(folder / "truth.parquet")["row"].to_numpy()
    ours, trained, raw = (in_own_process("bench.linkage_ours", mode, folder) for mode in ("link", "train", "raw"))
    splink = in_own_process("bench.linkage_splink", "link", folder)
    right, own = _ours(folder / "link.parquet", truth), _ours(folder / "train.parquet", truth)
    theirs = _splinks(folder / "splink_link.parquet", truth)
    goal, name = GOALS[size], "" if size == "full" else "_100k"
    figures = [
        Figure(f"linkage.cpu_s{name}", ours["cpu"], "CPU s", PEER, splink["cpu"], goal["cpu_s"]),
        Figure(f"linkage.cpu_s_train{name}", trained["cpu"], "CPU s", PEER, splink["cpu_train"], goal["cpu_s_train"]),
        Figure(f"linkage.ratio_splink{name}", splink["cpu"] / ours["cpu"], "×", PEER, 1.0, ">=2"),
        Figure(f"linkage.ratio_splink_train{name}", splink["cpu_train"] / trained["cpu"], "×", PEER, 1.0, ">=4"),
        Figure(f"linkage.wall_s_raw{name}", raw["wall"], "s", PEER, None, goal["wall_s_raw"]),
        Figure(f"linkage.peak_gib{name}", ours["peak_mib"] / 1024, "GiB", PEER, splink["peak_mib"] / 1024, goal["peak_gib"]),
        Figure(f"linkage.peak_gib_raw{name}", raw["peak_mib"] / 1024, "GiB", PEER, None, goal["peak_gib"]),
        Figure(f"linkage.f1{name}", right.f1, "", PEER, theirs.f1, goal["f1"]),
        Figure(f"linkage.f1_train{name}", own.f1, "", PEER, theirs.f1, goal["f1"]),
        Figure(f"linkage.recall_p999{name}", right.recall_p999, "", PEER, theirs.recall_p999, goal["recall_p999"]),
        Figure(f"linkage.recall_p999_train{name}", own.recall_p999, "", PEER, theirs.recall_p999, goal["recall_p999"]),
        Figure(f"linkage.calibration_error{name}", right.calibration_error, "", PEER, theirs.calibration_error, "<=0.01"),
        Figure(f"linkage.calibration_max_gap{name}", right.calibration_max_gap, "", PEER, theirs.calibration_max_gap, "<=0.02"),
        Figure(f"linkage.calibration_max_gap_train{name}", own.calibration_max_gap, "", PEER, theirs.calibration_max_gap, "<=0.02"),
    ]  # fmt: skip
    figures += romanised(folder, truth, name)
    n_register, n_records = SIZES[size]
    notes = [
        f"등록부 {n_register:,}명 × 기록 {n_records:,}개(시험자료), 견준 쌍 {ours['pairs']:,}",
        f"우리: 벽시계 {ours['wall']:.1f}초, 배우면 {trained['wall']:.1f}초; 글자에서 링크까지 CPU {raw['cpu']:.1f}초",
        f"{PEER}: 벽시계 {splink['wall']:.1f}초(배우기 포함); 같은 열과 단계, 상한이 없어도 되는 규칙 7개",
        f"우리 정밀도 {right.precision:.4f} 재현율 {right.recall:.4f}; 그쪽 {theirs.precision:.4f} {theirs.recall:.4f}",
    ]
    return figures, [*notes, *anatomy(folder, "link.parquet", truth)]


def _ours(path: Path, truth: np.ndarray) -> Accuracy:
    table = pa_parquet.read_table(path)
    probability = table["probability"].to_numpy()
    correct = truth[table["right"].to_numpy()] == table["left"].to_numpy()
    return measure(probability, correct, int((truth >= 0).sum()), probability)


def _splinks(path: Path, truth: np.ndarray) -> Accuracy:
    table = pa_parquet.read_table(path)
    correct = truth[table["record"].to_numpy() - FIRST_RECORD] == table["anchor"].to_numpy() - 1
    return measure(table["match_weight"].to_numpy(), correct, int((truth >= 0).sum()), table["probability"].to_numpy())


def in_own_process(module: str, mode: str, folder: Path) -> dict:
    """Run one engine; returns what it printed. Its table lies in FOLDER/MODE.parquet (splink_MODE for Splink)."""
    name = f"splink_{mode}" if module.endswith("splink") else mode
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", module, mode, str(folder), str(folder / f"{name}.parquet")],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode != 0:
        raise SystemExit(f"{module} {mode}: {done.stderr[-2000:]}")
    return json.loads(done.stdout.splitlines()[-1])
