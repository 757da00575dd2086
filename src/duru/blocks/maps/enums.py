"""Why a home is not on the map."""

from django.db import models


class WhyUnplaced(models.TextChoices):
    """Why nobody can say where a person lives; a list to be worked off, never a silent gap."""

    NO_ADDRESS = "no_address", "주소가 없음"
    UNKNOWN = "unknown", "건물 사전에 없는 주소"
    NO_POINT = "no_point", "좌표가 없는 건물"
