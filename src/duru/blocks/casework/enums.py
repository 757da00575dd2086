"""States and kinds of cases, with the words officials use."""

from django.db import models


class CaseState(models.TextChoices):
    """Where a case stands. Only the first two are open; the others are final."""

    RUNNING = "running", "처리 중"
    PAUSED = "paused", "정지"
    DONE = "done", "처리완료"
    WITHDRAWN = "withdrawn", "취하"
    TRANSFERRED = "transferred", "이송"
    RETURNED = "returned", "반려"
    MERGED = "merged", "병합"


OPEN_STATES = (CaseState.RUNNING, CaseState.PAUSED)


class TaskKind(models.TextChoices):
    """What a task asks of the one who has it."""

    WORK = "work", "처리"
    CONSULTATION = "consultation", "협의"
    DECISION = "decision", "결정"


class TaskState(models.TextChoices):
    """A task is open, then done or, when the case ended without it, cancelled."""

    OPEN = "open", "할 일"
    DONE = "done", "마침"
    CANCELLED = "cancelled", "취소"


class Opinion(models.TextChoices):
    """What a consulted department answers; DEEMED is written by the clock alone, and only where a law says so."""

    POSSIBLE = "possible", "가능"
    CONDITIONAL = "conditional", "조건부"
    IMPOSSIBLE = "impossible", "불가"
    SUPPLEMENT = "supplement", "보완 필요"
    DEEMED = "deemed", "협의 간주"


class DecisionState(models.TextChoices):
    """A decision is proposed by one person and approved or sent back by another."""

    PROPOSED = "proposed", "검토 대기"
    APPROVED = "approved", "승인"
    SENT_BACK = "sent_back", "되돌림"


class TimerKind(models.TextChoices):
    """What happens when a timer comes due."""

    CASE_REMINDER = "case_reminder", "처리기한 임박 알림"
    CASE_DUE = "case_due", "처리기한 지남"
    TASK_REMINDER = "task_reminder", "회신 독촉"
    TASK_DUE = "task_due", "단계 기한 지남"
    DEEMED = "deemed", "협의 간주"


class EventKind(models.TextChoices):
    """What can happen to a case; the history is a list of these."""

    OPENED = "opened", "접수"
    TASK_OPENED = "task_opened", "단계 시작"
    CLAIMED = "claimed", "담당"
    ASSIGNED = "assigned", "배정"
    HANDED_OVER = "handed_over", "인수인계"
    DELEGATED = "delegated", "대결"
    TASK_DONE = "task_done", "단계 마침"
    ASKED = "asked", "협의 요청"
    ANSWERED = "answered", "회신"
    DEEMED = "deemed", "협의 간주"
    REPLY_EXTENDED = "reply_extended", "회신기간 연장"
    REMINDED = "reminded", "알림"
    OVERDUE = "overdue", "기한 지남"
    PAUSED = "paused", "정지"
    RESUMED = "resumed", "재개"
    EXTENDED = "extended", "기간 연장"
    DUE_MOVED = "due_moved", "기한 변경"
    COMMENTED = "commented", "의견"
    PROPOSED = "proposed", "결정안"
    SENT_BACK = "sent_back", "결정안 되돌림"
    DECIDED = "decided", "결정"
    CHILD_OPENED = "child_opened", "함께 처리하는 민원"
    MERGED_IN = "merged_in", "병합 받음"
    WITHDRAWN = "withdrawn", "취하"
    TRANSFERRED = "transferred", "이송"
    RETURNED = "returned", "반려"
    MERGED = "merged", "병합"
    CLOSED = "closed", "종결"


class HolidayKind(models.TextChoices):
    """Days a tenant adds to the holidays by rule."""

    EXTRA = "extra", "임시공휴일"
    ELECTION = "election", "선거일"


class BulkState(models.TextChoices):
    """Where a bulk deed, or one case of it, stands."""

    WAITING = "waiting", "대기"
    RUNNING = "running", "처리 중"
    DONE = "done", "마침"
    REFUSED = "refused", "처리하지 못함"


class NoticeChannel(models.TextChoices):
    """How an applicant is told in short."""

    TEXT = "text", "문자"
    EMAIL = "email", "전자우편"


class NoticeState(models.TextChoices):
    """A notice waits until its carrier has taken it."""

    WAITING = "waiting", "보내는 중"
    SENT = "sent", "보냄"
