"""Where a hand-over stands."""

from django.db import models


class HandoverState(models.TextChoices):
    """Sent until the other 구 answers; every other state is final."""

    SENT = "sent", "답을 기다림"
    ACCEPTED = "accepted", "받음"
    REFUSED = "refused", "받지 않음"
    WITHDRAWN = "withdrawn", "거둠"
    EXPIRED = "expired", "기한 지남"
