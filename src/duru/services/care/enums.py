"""Words of the shared case: its two sides, what is asked, planned and visited."""

from django.db import models


class Side(models.TextChoices):
    """The two compartments of a case; who stands on which side follows from the role."""

    WELFARE = "welfare", "복지"
    HEALTH = "health", "보건"

    @property
    def other(self) -> "Side":
        """The side across the wall."""
        return Side.HEALTH if self == Side.WELFARE else Side.WELFARE


class Through(models.TextChoices):
    """By what right somebody sees a side: it is their own, the person agreed, or an emergency was declared."""

    OWN = "own", "맡은 쪽"
    CONSENT = "consent", "본인 동의"
    GLASS = "glass", "비상 열람"


class Origin(models.TextChoices):
    """How a case came about."""

    REQUEST = "request", "본인·가족 신청"
    DISCHARGE = "discharge", "병원 퇴원 통보"
    OUTREACH = "outreach", "위기가구 발굴"
    OFFICE = "office", "직권 발굴"


class NoteKind(models.TextChoices):
    """What a note tells; each kind belongs to one side (`SIDE_OF`)."""

    COUNSEL = "counsel", "상담"
    HOUSEHOLD = "household", "가구·가족"
    ECONOMY = "economy", "경제 사정"
    DIAGNOSIS = "diagnosis", "진단"
    MEDICATION = "medication", "투약"
    OBSERVATION = "observation", "건강 관찰"


SIDE_OF: dict[str, Side] = {
    NoteKind.COUNSEL: Side.WELFARE,
    NoteKind.HOUSEHOLD: Side.WELFARE,
    NoteKind.ECONOMY: Side.WELFARE,
    NoteKind.DIAGNOSIS: Side.HEALTH,
    NoteKind.MEDICATION: Side.HEALTH,
    NoteKind.OBSERVATION: Side.HEALTH,
}


class NeedLevel(models.IntegerChoices):
    """How much help somebody needs in one field of life."""

    NONE = 0, "없음"
    SOME = 1, "있음"
    GREAT = 2, "큼"
    URGENT = 3, "시급"


class RiskLevel(models.TextChoices):
    """How soon something must happen; always shown with its reasons."""

    URGENT = "urgent", "긴급"
    HIGH = "high", "높음"
    MIDDLE = "middle", "보통"
    LOW = "low", "낮음"


class ReferralState(models.TextChoices):
    """Where a question to the other side stands."""

    OPEN = "open", "회신 기다림"
    REPLIED = "replied", "회신함"
    CANCELLED = "cancelled", "거둠"


class PlanState(models.TextChoices):
    """A plan is written, agreed to by the person, and replaced or ended."""

    DRAFT = "draft", "작성 중"
    AGREED = "agreed", "동의함"
    ENDED = "ended", "끝남"


class VisitState(models.TextChoices):
    """What became of a visit."""

    PLANNED = "planned", "예정"
    DONE = "done", "다녀옴"
    MISSED = "missed", "만나지 못함"
    CANCELLED = "cancelled", "취소"


class NoticeState(models.TextChoices):
    """Where a hospital's notice of discharge stands."""

    WAITING = "waiting", "접수 기다림"
    TAKEN = "taken", "사례로 엶"
    CLOSED = "closed", "사례 없이 마침"
