"""Kinds of emergencies, and what became of a call."""

from django.db import models


class Hazard(models.TextChoices):
    """What is happening; the table of risks weighs each need by it."""

    FIRE = "fire", "화재"
    BLACKOUT = "blackout", "정전"
    FLOOD = "flood", "침수"
    COLD = "cold", "한파"


class CallState(models.TextChoices):
    """What became of one person on the sheet. Any state may follow any: the last check-off counts."""

    WAITING = "waiting", "아직"
    SAFE = "safe", "안전 확인"
    MOVED = "moved", "대피함"
    HELP = "help", "구조 요청"
    NO_ANSWER = "no_answer", "연락 안 됨"
    NOT_THERE = "not_there", "집에 없음"


class Factor(models.TextChoices):
    """Where a row of the table of risks looks."""

    NEED = "need", "욕구·위기 명단"
    AGE_FROM = "age_from", "나이(부터)"
    AGE_BELOW = "age_below", "나이(아래)"
    UNDERGROUND = "underground", "주소의 층"
    ALONE = "alone", "세대"
