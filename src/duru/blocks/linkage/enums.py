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
    UNDO = "undo", "되돌림"


class Answer(models.TextChoices):
    """What somebody answered when a pair was put before them."""

    SAME = "same", "같은 사람"
    OTHER = "other", "다른 사람"
    UNSURE = "unsure", "모르겠음"
    LATER = "later", "나중에"


class UnsureReason(models.TextChoices):
    """Why a pair cannot be decided now."""

    TOO_LITTLE = "too_little", "적힌 것이 적음"
    CONFLICT = "conflict", "서로 어긋남"
    CANNOT_ASK = "cannot_ask", "물어볼 수 없음"
    OTHER = "other", "그 밖"


class ProposalState(models.TextChoices):
    """How far a decision that needs two persons has come."""

    WAITING = "waiting", "확인 기다림"
    CONFIRMED = "confirmed", "확인함"
    REFUSED = "refused", "받아들이지 않음"
    WITHDRAWN = "withdrawn", "거둠"


class ModelState(models.TextChoices):
    """How far a model of the tenant has come; one is in force at most."""

    TRAINING = "training", "배우는 중"
    PROPOSED = "proposed", "승인 기다림"
    IN_FORCE = "in_force", "쓰는 중"
    REPLACED = "replaced", "물러남"
    REFUSED = "refused", "쓰지 않음"
    FAILED = "failed", "배우지 못함"


class RunState(models.TextChoices):
    """How far a run has come; only the links of a done run are in force."""

    RUNNING = "running", "진행 중"
    DONE = "done", "끝남"
    ABORTED = "aborted", "중단됨"


class RunKind(models.TextChoices):
    """What a run looked at: every record with fresh counts, or what came in since, with the counts of the last full run."""

    FULL = "full", "모두 새로"
    UPDATE = "update", "바뀐 것만"


class Measured(models.TextChoices):
    """What a full run counts and then holds still."""

    NAME = "name", "이름"
    ROMAN = "roman", "로마자 열쇠"
    PHONE = "phone", "여럿이 쓰는 전화"
    UNIT = "unit", "여럿이 사는 집"
    SMALL = "small", "작은 건물"
