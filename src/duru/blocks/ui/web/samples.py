"""Invented samples for the style page."""

from __future__ import annotations

import datetime as dt
from typing import Any

MESSAGES = {
    "success": "파일을 받았습니다. 3분쯤 뒤에 결과를 볼 수 있습니다.",
    "info": "오늘 18시에 점검이 있습니다.",
    "warning": "12줄을 받지 못했습니다. 아래에서 이유를 확인하세요.",
    "error": "저장하지 못했습니다. 적은 내용을 다시 확인하세요.",
}
FACTS = [
    ("이름", "강○순"),
    ("태어난 해", "1941년 (85세)"),
    ("사는 곳", "한빛특별시 해오름구 나루길 12, 103동"),
    ("전화", "010-****-4821"),
    ("도움 받는 기관", "한빛종합사회복지관, 해오름푸드뱅크"),
    ("메모", ""),
]
EVENTS: list[dict[str, Any]] = [
    {
        "on": dt.date(2026, 11, 12),
        "title": "김장김치 10kg",
        "place": "나루교회",
        "tone": "danger",
        "badge": "네 번째",
        "url": "#",
    },
    {
        "on": dt.date(2026, 11, 10),
        "title": "김장김치 10kg",
        "place": "해오름푸드뱅크",
        "tone": "caution",
        "badge": "세 번째",
    },
    {
        "on": dt.date(2026, 11, 5),
        "title": "김장김치 5kg",
        "place": "한빛종합사회복지관",
        "text": "가구 단위로 받았습니다.",
    },
    {"on": dt.date(2026, 10, 20), "title": "생계급여", "place": "해오름구청", "tone": "success", "badge": "매달"},
]
MONTHS = [dt.date(2025 + (month // 12), month % 12 + 1, 1) for month in range(11, 23)]
_NAMES = ["강○순", "김○자", "박○수", "이○", "정○희", "최○철", "윤○옥", "한○란"]
_VERDICTS = ["prohibited", "restricted", "caution", "info", "allowed"]


def rows(n: int) -> list[dict[str, Any]]:
    """Make n rows of the sample table."""
    return [
        {
            "no": i,
            "name": _NAMES[i % len(_NAMES)],
            "dong": ["한빛1동", "한빛2동", "새솔동"][i % 3],
            "given_on": dt.date(2026, 11, 20) - dt.timedelta(days=i),
            "amount_won": 35_000 + 1_500 * (i % 7),
            "verdict": _VERDICTS[i % 5],
            "state": "open" if i % 3 else "done",
        }
        for i in range(n)
    ]


def year_rows() -> list[dict[str, Any]]:
    """Make the twelve-month card of an invented person."""

    def cells(marks: dict[int, list[dict[str, str]]]) -> list[list[dict[str, str]]]:
        return [marks.get(i, []) for i in range(12)]

    kimchi = {"text": "김치", "tone": "danger", "url": "#", "title": "나루교회"}
    monthly = {i: [{"text": "생계급여", "tone": "neutral"}] for i in range(12)}
    return [
        {"label": "생계", "cells": cells(monthly)},
        {
            "label": "식품",
            "cells": cells(
                {
                    1: [{"text": "쌀", "tone": "neutral"}],
                    9: [{"text": "쌀", "tone": "neutral"}],
                    11: [kimchi, {"text": "김치", "tone": "danger"}, {"text": "김치", "tone": "caution"}],
                }
            ),
        },
        {
            "label": "연료",
            "cells": cells({0: [{"text": "연탄", "tone": "neutral"}], 11: [{"text": "난방비", "tone": "info"}]}),
        },
        {"label": "돌봄", "cells": cells({})},
    ]
