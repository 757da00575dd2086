"""What a key may be used for."""

from django.db import models


class Scope(models.TextChoices):
    """One part of the API that a key can open."""

    LOOKUP = "lookup", "이용자 찾기"
    CHECK = "check", "주기 전 확인"
    HANDOUT = "handout", "나눔 적기"
    CONSENT = "consent", "동의 적기·거두기"
    EVENTS = "events", "우리 기관에 생긴 일 받기"
