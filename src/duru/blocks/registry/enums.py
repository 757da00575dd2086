"""States of persons, kinds and states of life events, purposes of a look."""

from django.db import models


class Sex(models.TextChoices):
    """Sex as the register has it; empty when no list tells."""

    MALE = "M", "남"
    FEMALE = "F", "여"


class PersonStatus(models.TextChoices):
    """What is held of a person; suspected makes work and stops nothing. What may follow what: `rules.may_follow`."""

    LIVING = "living", "생존"
    SUSPECTED = "suspected", "사망 의심"
    DEAD = "dead", "사망"
    MOVED_OUT = "moved_out", "전출"


class LifeEventKind(models.TextChoices):
    """What a list says happened; 거주불명 is not being gone, and 말소 alone is not death."""

    DEATH = "death", "사망"
    DEREGISTRATION = "deregistration", "말소"
    RESIDENCE_UNKNOWN = "residence_unknown", "거주불명 등록"
    MOVE_OUT = "move_out", "전출"
    MOVE_IN = "move_in", "전입"
    SPLIT = "split", "세대 분리"
    BIRTH = "birth", "출생"


class LifeEventState(models.TextChoices):
    """Only a confirmed event changes what somebody is entitled to; a suspected one makes work for a person."""

    SUSPECTED = "suspected", "의심"
    CONFIRMED = "confirmed", "확정"


class Purpose(models.TextChoices):
    """Why somebody looks at a person; asked once per task (사회보장급여법 §31: looking outside one's work is a crime)."""

    COUNSELLING = "counselling", "상담"
    BENEFIT_REVIEW = "benefit_review", "급여 조사"
    DUPLICATE_CHECK = "duplicate_check", "중복 확인"
    WELLBEING_CHECK = "wellbeing_check", "안부 확인"
    DEATH_OR_MOVE_CHECK = "death_or_move_check", "사망·전출 확인"
    CIVIL_REQUEST = "civil_request", "민원 요청"
