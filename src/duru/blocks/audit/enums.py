"""Kinds of audit entries."""

from django.db import models


class EntryKind(models.TextChoices):
    """What happened: a look, a deed, a refusal, a download, a login."""

    LOOK = "look", "열람"
    DEED = "deed", "처리"
    DENIAL = "denial", "거부"
    EXPORT = "export", "내려받기"
    LOGIN = "login", "로그인"
