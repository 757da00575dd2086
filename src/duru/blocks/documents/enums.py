"""Words of papers: kinds of letters, states, steps of approval, disclosure, retention, delivery."""

from django.db import models


class LetterKind(models.TextChoices):
    """What a letter is for; its text is a dated template row of this kind."""

    RECEIPT = "receipt", "접수증"
    SUPPLEMENT = "supplement", "보완요구"
    EXTENSION = "extension", "처리기간 연장통지"
    CONSULTATION = "consultation", "협의요청"
    REMINDER = "reminder", "독촉"
    PERMIT = "permit", "허가증"
    REPORT_CERTIFICATE = "report_certificate", "신고증명서"
    REFUSAL = "refusal", "불허통지"
    PRIOR_NOTICE = "prior_notice", "처분 사전통지"
    RESULT = "result", "처리결과 통지"
    PLAIN = "plain", "일반 기안"


class DocumentState(models.TextChoices):
    """Where a document stands. `TRANSITIONS` says what may follow."""

    DRAFT = "draft", "기안 중"
    IN_APPROVAL = "in_approval", "결재 중"
    RETURNED = "returned", "반려"
    OUTSIDE = "outside", "온-나라 결재 중"
    ISSUED = "issued", "시행"
    CANCELLED = "cancelled", "폐기"


TRANSITIONS: dict[str, frozenset[str]] = {
    DocumentState.DRAFT: frozenset(
        {DocumentState.IN_APPROVAL, DocumentState.OUTSIDE, DocumentState.ISSUED, DocumentState.CANCELLED}
    ),
    DocumentState.IN_APPROVAL: frozenset({DocumentState.ISSUED, DocumentState.RETURNED, DocumentState.DRAFT}),
    DocumentState.RETURNED: frozenset({DocumentState.IN_APPROVAL, DocumentState.OUTSIDE, DocumentState.CANCELLED}),
    DocumentState.OUTSIDE: frozenset({DocumentState.ISSUED, DocumentState.RETURNED}),
    DocumentState.ISSUED: frozenset(),
    DocumentState.CANCELLED: frozenset(),
}


class StepRole(models.TextChoices):
    """What a person does in the line of approval."""

    DRAFT = "draft", "기안"
    REVIEW = "review", "검토"
    COOPERATE = "cooperate", "협조"
    APPROVE = "approve", "결재"


class StepState(models.TextChoices):
    """Whether a person of the line has acted."""

    WAITING = "waiting", "기다림"
    DONE = "done", "서명"
    RETURNED = "returned", "반려"


class SignedAs(models.TextChoices):
    """In which right a step was signed."""

    OWN = "own", "본인"
    DELEGATED = "delegated", "전결"
    ACTING = "acting", "대결"


class Rank(models.IntegerChoices):
    """The post in which a member signs; a higher number decides more."""

    OFFICER = 1, "담당"
    TEAM_LEAD = 2, "팀장"
    HEAD = 3, "과장"
    DIRECTOR = 4, "국장"
    VICE_MAYOR = 5, "부구청장"
    MAYOR = 6, "구청장"


class Disclosure(models.TextChoices):
    """Whether the public may read a document (정보공개법 §9①: the closed parts name their 호)."""

    OPEN = "open", "공개"
    PARTIAL = "partial", "부분공개"
    CLOSED = "closed", "비공개"


class Retention(models.TextChoices):
    """How long a document is kept (공공기록물법 시행령 §26①)."""

    YEARS_1 = "1", "1년"
    YEARS_3 = "3", "3년"
    YEARS_5 = "5", "5년"
    YEARS_10 = "10", "10년"
    YEARS_30 = "30", "30년"
    NEARLY_FOR_EVER = "semi", "준영구"
    FOR_EVER = "permanent", "영구"


class DeliveryMethod(models.TextChoices):
    """How a document reaches its recipient (행정절차법 §14)."""

    POST = "post", "우편"
    EMAIL = "email", "전자우편"
    PICKUP = "pickup", "직접 수령"
    NOTICE = "notice", "공시송달"
    INTERNAL = "internal", "내부 전달"


class DeliveryState(models.TextChoices):
    """Where a delivery stands; only `served` lets terms run."""

    PLANNED = "planned", "보낼 것"
    SENT = "sent", "보냄"
    SERVED = "served", "도달"
    FAILED = "failed", "돌아옴"


class FileKind(models.TextChoices):
    """What an attachment is, told by its content."""

    PDF = "pdf", "PDF"
    HWPX = "hwpx", "한글(HWPX)"
    HWP = "hwp", "한글(HWP)"
    DOCX = "docx", "워드"
    XLSX = "xlsx", "엑셀"
    JPEG = "jpeg", "사진(JPEG)"
    PNG = "png", "그림(PNG)"
    TIFF = "tiff", "그림(TIFF)"
    WEBP = "webp", "그림(WebP)"
    TEXT = "text", "글(TXT)"


class ScanState(models.TextChoices):
    """Whether a virus scanner has looked at an attachment; an infected file is never kept."""

    NOT_SCANNED = "not_scanned", "검사 안 함"
    CLEAN = "clean", "이상 없음"


class TextStatus(models.TextChoices):
    """How sure a legal text is."""

    CONFIRMED = "confirmed", "원문 확인"
    TO_CHECK = "to_check", "확인 필요"


class FileFormat(models.TextChoices):
    """The forms in which a document is written out; all hold the same text."""

    HWPX = "hwpx", "HWPX"
    PDF = "pdf", "PDF"
