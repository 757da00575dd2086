"""What an applicant is told in a line or two when something happens to the case. Never the letter itself, and never its content.

A telephone is shared and its screen is seen by others: the text names no matter, no outcome and no reason. It is a courtesy; terms run from
the letter that is served (행정절차법 제14조, 제15조).

Source: 민원 처리에 관한 법률 제22조 (보완), 시행령 제21조 (연장 통지), 제23조 (처리 상황의 통지); 행정절차법 제24조.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from duru.blocks.casework.enums import EventKind
from duru.kernel.days import KST

NOTICED = frozenset(
    {
        EventKind.OPENED,
        EventKind.PAUSED,
        EventKind.EXTENDED,
        EventKind.DUE_MOVED,
        EventKind.DECIDED,
        EventKind.RETURNED,
        EventKind.TRANSFERRED,
    }
)


def notice_words(
    event: str, detail: Mapping[str, Any], *, said: str, office: str, receipt_no: str, department: str
) -> str:
    """Write what the applicant is told of a line of history, "" when it is none of theirs.

    Args:
        event: the EventKind; `detail` and `said` as its line keeps them.
    """
    match event:
        case EventKind.OPENED:
            word = f"접수했습니다. 처리기한은 {_day(detail['due_at'])}입니다."
        case EventKind.PAUSED if detail.get("reason") == "supplement":
            word = "보완할 것이 있습니다. 보내 드린 보완요구를 보아 주십시오."
        case EventKind.EXTENDED:
            word = f"처리기간을 연장했습니다. 새 처리기한은 {_day(detail['due_at'])}입니다. 까닭은 통지문에 적었습니다."
        case EventKind.DUE_MOVED if "task" not in detail:
            word = f"처리기한이 {_day(detail['before'])}에서 {_day(detail['due_at'])}로 바뀌었습니다" + (
                f"({said})." if said else "."
            )
        case EventKind.DECIDED:
            word = "처리 결과가 정해졌습니다. 통지서를 보내 드립니다."
        case EventKind.RETURNED:
            word = "서류를 돌려 드립니다. 까닭은 통지문에 적었습니다."
        case EventKind.TRANSFERRED:
            word = f"{detail.get('to') or '다른 기관'}(으)로 넘겼습니다. 그곳에서 처리합니다."
        case _:
            return ""
    return f"[{office}] 민원 {receipt_no} {word} 문의 {department}, 누리집 '내 민원 보기'"


def _day(iso: str) -> str:
    # A due date at midnight is the end of the day before.
    last = (datetime.fromisoformat(iso) - timedelta(minutes=1)).astimezone(KST)
    return f"{last.month}월 {last.day}일({'월화수목금토일'[last.weekday()]})"
