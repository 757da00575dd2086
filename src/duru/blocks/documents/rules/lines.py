"""Whether a line of approval may be walked, and in which right a step is signed."""

from collections.abc import Mapping, Sequence

from duru.blocks.documents.enums import Rank, SignedAs, StepRole
from duru.blocks.documents.errors import DocumentRefused
from duru.blocks.documents.values import LineStep

LONGEST = 8


def check_line(line: Sequence[LineStep], *, drafter_id: int, ranks: Mapping[int, int], least: int) -> None:
    """Refuse a line that the office's rules do not allow.

    Args:
        ranks: membership id → rank; members without a post sign as officers.
        least: the rank whose decision is enough (전결), from the rule in force.

    Raises:
        DocumentRefused: empty, too long, not ended by exactly one 결재, a person twice (who wrote may not decide), a member of
            another house, or a last rank that is too low.

    Source: 행정업무의 운영 및 혁신에 관한 규정 §9 (검토·협조), §10 (결재·전결·대결): not read in the original, 확인 필요.
    """
    if not line:
        raise DocumentRefused("결재할 사람을 정해 주세요.")
    if len(line) > LONGEST:
        raise DocumentRefused(f"결재선은 {LONGEST}명까지 둘 수 있습니다.")
    if line[-1].role != StepRole.APPROVE or any(each.role == StepRole.APPROVE for each in line[:-1]):
        raise DocumentRefused("결재선의 마지막 한 사람만 결재합니다.")
    if any(each.role == StepRole.DRAFT for each in line):
        raise DocumentRefused("기안자는 저절로 맨 앞에 섭니다.")
    people = [each.membership_id for each in line]
    if drafter_id in people:
        raise DocumentRefused("기안한 사람은 같은 문서를 검토하거나 결재할 수 없습니다.")
    if len(set(people)) != len(people):
        raise DocumentRefused("한 사람은 결재선에 한 번만 설 수 있습니다.")
    if any(each not in ranks for each in people):
        raise DocumentRefused("지금 근무하지 않는 사람이 결재선에 있습니다.")
    if ranks[people[-1]] < least:
        raise DocumentRefused(
            f"이 문서는 {Rank(least).label} 이상이 결재해야 합니다(전결 규칙). 마지막 결재자를 바꾸어 주세요."
        )


def signed_as(*, is_stand_in: bool, role: str, rank: int) -> SignedAs:
    """Say in which right a step is signed: a stand-in acts (대결), a decision below the mayor is delegated (전결)."""
    if is_stand_in:
        return SignedAs.ACTING
    return SignedAs.DELEGATED if role == StepRole.APPROVE and rank < Rank.MAYOR else SignedAs.OWN
