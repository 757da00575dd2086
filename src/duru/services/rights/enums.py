"""What a person may ask for, and what became of it."""

from django.db import models


class RequestKind(models.TextChoices):
    """The rights of 개인정보보호법 §35-§37, and an objection to how one was answered."""

    ACCESS = "access", "열람"
    CORRECTION = "correction", "정정"
    DELETION = "deletion", "삭제"
    STOP = "stop", "처리정지"
    OBJECTION = "objection", "이의"


class RequestState(models.TextChoices):
    """Open until somebody answers; an answer is final, a new request is a new row."""

    OPEN = "open", "처리 중"
    DONE = "done", "들어줌"
    REFUSED = "refused", "들어주지 못함"


class Subject(models.TextChoices):
    """Kinds of rows that are kept for a time."""

    HANDOUTS = "handouts", "제공 기록"
    GRANTS = "grants", "공적급여"
    NEEDS = "needs", "욕구·위기"
    CONSENTS = "consents", "동의"
    ROWS = "rows", "받은 파일의 줄"
    RECORDS = "records", "사람의 원본 기록"
    PERSONS = "persons", "남은 것이 없는 사람"
    CASES = "cases", "끝난 민원"
