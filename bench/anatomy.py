"""What the wrong links and the missed ones look like, in words."""

from pathlib import Path

import numpy as np
import pyarrow.compute as pc
import pyarrow.parquet as pa_parquet


def anatomy(folder: Path, links: str, truth: np.ndarray) -> list[str]:
    """Describe the links at one half: wrong ones by whom they hit, missed ones by why.

    Args:
        links: File in the folder with columns right, left, probability.
        truth: Per record its row of the register, -1 for nobody, shape (n_records,).
    """
    columns = ["name_jamo", "birth_year", "phone", "building_id", "unit"]
    register = pa_parquet.read_table(folder / "register.parquet", columns=columns)
    records = pa_parquet.read_table(folder / "records.parquet", columns=columns)
    table = pa_parquet.read_table(folder / links)
    right, left, probability = (table[name].to_numpy() for name in ("right", "left", "probability"))
    linked = probability >= 0.5
    wrong = linked & (truth[right] != left)
    rows, hit = right[wrong], left[wrong]
    outside = truth[rows] < 0
    mentions, residents = records.take(rows), register.take(hit)
    same_name = pc.fill_null(pc.equal(mentions["name_jamo"], residents["name_jamo"]), False).to_numpy()
    same_home = pc.fill_null(
        pc.and_(
            pc.equal(mentions["building_id"], residents["building_id"]), pc.equal(mentions["unit"], residents["unit"])
        ),
        False,
    ).to_numpy() & (pc.not_equal(mentions["unit"], "").to_numpy())
    missed = np.setdiff1d(np.flatnonzero(truth >= 0), right[linked])
    without = np.setdiff1d(missed, right)
    bare = records.take(missed)
    only_name = (
        pc.is_null(bare["birth_year"]).to_numpy()
        & pc.equal(bare["phone"], "").to_numpy()
        & pc.is_null(bare["building_id"]).to_numpy()
    )

    def share(mask: np.ndarray) -> str:
        return f"{100 * mask.mean():.0f} %" if len(mask) else "0 %"

    return [
        f"틀린 링크 {wrong.sum():,}개(이은 것의 {100 * wrong.sum() / max(linked.sum(), 1):.2f} %): 명부에 없는 사람의 기록 {share(outside)}, "
        f"이름이 같은 다른 주민 {share(same_name & ~outside)}, 한집 사람 {share(same_home & ~same_name & ~outside)}",
        f"잇지 못한 기록 {len(missed):,}개(이을 수 있는 것의 {100 * len(missed) / max((truth >= 0).sum(), 1):.2f} %): "
        f"견줄 후보조차 없던 것 {100 * len(without) / max(len(missed), 1):.0f} %, 이름 말고 쓸 것이 없던 것 {share(only_name)}",
    ]
