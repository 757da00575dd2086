"""Bands of links, states of runs, kinds of human decisions."""

from django.db import models


class Band(models.TextChoices):
    """How sure a link is; thresholds follow from costs (see `engine.model.Costs`)."""

    CERTAIN = "certain", "확실"
    REVIEW = "review", "확인 필요"
    NEW = "new", "따로"
    HUMAN = "human", "사람이 정함"


class Via(models.TextChoices):
    """By what a record came to its person."""

    REGISTER = "register", "주민 명단 자체"
    ANCHOR = "anchor", "주민 명단과 비교"
    CLUSTER = "cluster", "다른 기록과 비교"
    HUMAN = "human", "사람이 정함"
    ALONE = "alone", "같은 사람 없음"


class DecisionKind(models.TextChoices):
    """What a named person decided about a record and a person."""

    JOIN = "join", "같은 사람"
    SPLIT = "split", "다른 사람"


class RunState(models.TextChoices):
    """How far a run has come; only the links of a done run are in force."""

    RUNNING = "running", "진행 중"
    DONE = "done", "끝남"
    ABORTED = "aborted", "중단됨"
