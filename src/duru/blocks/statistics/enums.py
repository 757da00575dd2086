"""Kinds of columns, measures and states."""

from django.db import models


class ColumnKind(models.TextChoices):
    """What a column of a snapshot holds, and so what the file keeps of it."""

    TEXT = "text", "글"
    INT = "int", "정수"
    WON = "won", "금액(원)"
    NUMBER = "number", "수"
    DAY = "day", "날"
    FLAG = "flag", "예/아니오"
    PERSON = "person", "사람(가명)"
    HOUSEHOLD = "household", "세대(가명)"
    AGE = "age", "나이(만, 월말)"


class MeasureKind(models.TextChoices):
    """How a measure is counted. `distinct` ones are counted for each shown cell and never added up."""

    COUNT = "count", "건수"
    SUM = "sum", "합계"
    DISTINCT = "distinct", "겹치지 않게 센 수"
    RATIO = "ratio", "비율"


class RollupState(models.TextChoices):
    """Where an answer stands."""

    WAITING = "waiting", "셈하는 중"
    DONE = "done", "셈함"
    FAILED = "failed", "셈하지 못함"


class Audience(models.TextChoices):
    """For whom a table is printed: outside the office small cells are hidden."""

    INSIDE = "inside", "내부용"
    OUTSIDE = "outside", "외부용(작은 칸 가림)"


class MailRhythm(models.TextChoices):
    """When a saved table is sent by e-mail."""

    NEVER = "never", "보내지 않음"
    MONTHLY = "monthly", "매월(월말 자료가 생기면)"
