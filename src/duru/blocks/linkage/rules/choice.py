"""All anew, or only what changed: which kind of run the records that wait are worth."""

from __future__ import annotations

from dataclasses import dataclass

# Above this share of the ledger an update saves little, and the counts it holds to are no longer those of the ledger.
MOST_SHARE = 0.05
# So few are always an update.
ALWAYS_FEW = 500
# Names come and go: counts older than this are taken anew.
OLDEST_DAYS = 7


@dataclass(frozen=True, slots=True)
class Choice:
    """Whether to link all anew, and why, in words for the report of the run."""

    is_full: bool
    why: str


def choose_run(*, n_waiting: int, n_compared: int, is_ready: bool, is_same_model: bool, days_since_full: int) -> Choice:
    """Choose between a full run and an update.

    Args:
        n_waiting: Records that have no link yet.
        n_compared: Records of the last full run and the updates since.
        is_ready: The last full run's records are ready to be compared with.
        is_same_model: The model in force is the one of the last full run.

    Source: our own measurements (`bench/run incremental`): an update costs about a thirtieth of a full run for a hundredth of the
        records; the share leaves a wide margin. To be measured again in trial.
    """
    if not is_ready:
        return Choice(True, "바뀐 것만 이을 바탕이 아직 없어 모두 새로 이었습니다.")
    if not is_same_model:
        return Choice(True, "잇기 모형이 바뀌어 모두 새로 이었습니다.")
    if days_since_full >= OLDEST_DAYS:
        return Choice(True, f"이름과 전화의 셈이 {days_since_full}일 되어 모두 새로 이었습니다.")
    if n_waiting > max(ALWAYS_FEW, MOST_SHARE * n_compared):
        return Choice(True, f"새 기록 {n_waiting:,}건이 이어진 {n_compared:,}건의 5%를 넘어 모두 새로 이었습니다.")
    return Choice(False, f"새 기록 {n_waiting:,}건과 그 둘레만 다시 이었습니다.")
