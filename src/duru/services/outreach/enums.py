"""Words of outreach: where a lead stands, what was tried, what came of it, who told."""

from django.db import models


class LeadState(models.TextChoices):
    """Where a household that may be in need stands with us."""

    NEW = "new", "새로 옴"
    GIVEN = "given", "배정"
    TRYING = "trying", "연락 중"
    CLOSED = "closed", "마침"


class TryKind(models.TextChoices):
    """How somebody was sought."""

    CALL = "call", "전화"
    VISIT = "visit", "방문"
    NOTE = "note", "안내문"
    MESSAGE = "message", "문자"


class TryOutcome(models.TextChoices):
    """What came of one try."""

    MET = "met", "만남·통화함"
    NO_ANSWER = "no_answer", "받지 않음·없음"
    WRONG_NUMBER = "wrong_number", "없는 번호"
    LEFT = "left", "남겨 둠"
    REFUSED = "refused", "이야기하지 않겠다고 함"


class TipState(models.TextChoices):
    """What became of what somebody told us."""

    NEW = "new", "새로 옴"
    TAKEN = "taken", "발굴로 넘김"
    DISMISSED = "dismissed", "조치 없음"


class Seen(models.TextChoices):
    """What a neighbour or a meter reader can see without asking anybody."""

    MAIL = "mail", "우편물·고지서가 쌓여 있음"
    METER = "meter", "계량기가 멈췄거나 갑자기 줄었음"
    DARK = "dark", "밤에도 불이 켜지지 않음"
    SMELL = "smell", "집에서 심한 냄새가 남"
    COLD = "cold", "난방을 하지 않음"
    HUNGER = "hunger", "끼니를 거르는 것 같음"
    ALONE = "alone", "오랫동안 보이지 않음"
    HURT = "hurt", "다쳤거나 아파 보임"
    OTHER = "other", "그 밖"
