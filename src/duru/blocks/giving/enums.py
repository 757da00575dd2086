"""What can happen at the door."""

from django.db import models


class EntryKind(models.TextChoices):
    """One line of the ledger; returned and voided name the line they follow."""

    GIVEN = "given", "제공"
    DECLINED = "declined", "수령 거부"
    GROUP = "group", "단체·무기명 배부"
    RETURNED = "returned", "반품"
    VOIDED = "voided", "정정(취소)"


class Hand(models.TextChoices):
    """Who took it."""

    SELF = "self", "본인"
    FAMILY = "family", "가족"
    NEIGHBOUR = "neighbour", "이웃"
    TONGJANG = "tongjang", "통장"
    WORKER = "worker", "담당자"


class Delivery(models.TextChoices):
    """How it came to the person."""

    PICKUP = "pickup", "내방"
    VISIT = "visit", "방문"
    PARCEL = "parcel", "택배"
