"""States of files and rows."""

from django.db import models


class IntakeState(models.TextChoices):
    """Where a file stands. `NEXT_STATES` says which way it may go."""

    UPLOADED = "uploaded", "올림"
    MAPPED = "mapped", "열 확인됨"
    STAGING = "staging", "검사 중"
    STAGED = "staged", "미리보기"
    ACCEPTING = "accepting", "반영 중"
    ACCEPTED = "accepted", "반영됨"
    CANCELLED = "cancelled", "취소됨"
    FAILED = "failed", "받지 못함"


NEXT_STATES: dict[str, frozenset[str]] = {
    IntakeState.UPLOADED: frozenset({IntakeState.MAPPED, IntakeState.CANCELLED, IntakeState.FAILED}),
    # Back to `mapped`: a person corrects the columns after having seen the preview.
    IntakeState.MAPPED: frozenset({IntakeState.STAGING, IntakeState.CANCELLED, IntakeState.FAILED}),
    IntakeState.STAGING: frozenset({IntakeState.STAGED, IntakeState.CANCELLED, IntakeState.FAILED}),
    IntakeState.STAGED: frozenset({IntakeState.MAPPED, IntakeState.ACCEPTING, IntakeState.CANCELLED}),
    IntakeState.ACCEPTING: frozenset({IntakeState.ACCEPTED}),
    # Back to `accepting`: rows that were duplicates of a file cancelled later come back to life.
    IntakeState.ACCEPTED: frozenset({IntakeState.ACCEPTING}),
    IntakeState.CANCELLED: frozenset(),
    IntakeState.FAILED: frozenset({IntakeState.CANCELLED}),
}


class RowState(models.TextChoices):
    """What became of one row of a file. `DUPLICATE` is told by `models.DuplicateRow`, never by the row itself."""

    TAKEN = "taken", "받음"
    REFUSED = "refused", "거절"
    DUPLICATE = "duplicate", "이미 받은 줄"
    LEFT_OUT = "left_out", "합계 등 제외"
