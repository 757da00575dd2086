"""What may be built, by whom, and by which procedure."""

from django.db import models


class Facility(models.TextChoices):
    """장사법 제2조, 제14조–제16조, 시행규칙 제7조."""

    CEMETERY = "cemetery", "묘지(매장)"
    COLUMBARIUM_HALL = "columbarium_hall", "봉안당"
    COLUMBARIUM_TOMB = "columbarium_tomb", "봉안묘·봉안탑·봉안담"
    NATURAL_BURIAL = "natural_burial", "자연장지(수목장림 포함)"
    CREMATORIUM = "crematorium", "화장시설"


class Owner(models.TextChoices):
    """Whose dead the facility is for, and hence who may build it."""

    PERSON = "person", "개인(한 분, 묘지는 배우자까지)"
    FAMILY = "family", "가족(친족이었던 분들)"
    CLAN = "clan", "종중·문중"
    RELIGIOUS = "religious", "종교단체"
    CORPORATION = "corporation", "법인(누구나)"


class LegalForm(models.TextChoices):
    """What a corporation is; only some may build for the public."""

    OTHER = "other", "개인, 가족, 종중이나 그 밖의 단체"
    FOUNDATION = "foundation", "그 시설을 목적으로 세운 「민법」상 재단법인"
    PUBLIC_BODY = "public_body", "공공법인(시행령 제17조)"
    RELIGIOUS_BODY = "religious_body", "종교단체"


class Procedure(models.TextChoices):
    """A permit is asked for before; a report is made before building, or within 30 days after it."""

    PERMIT = "permit", "허가"
    REPORT_BEFORE = "report_before", "신고(설치 전)"
    REPORT_AFTER = "report_after", "신고(설치 후 30일 안)"


class Measure(models.TextChoices):
    """What a limit is about, with its unit."""

    AREA = "area", "전체 면적(㎡)"
    GRAVE_AREA = "grave_area", "분묘 1기 면적(㎡)"
    JOINT_GRAVE_AREA = "joint_grave_area", "합장 분묘 1기 면적(㎡)"
    TOMB_AREA = "tomb_area", "봉안묘 1기 면적(㎡)"
    TOMB_HEIGHT = "tomb_height", "봉안묘 높이(㎝)"


class Bound(models.TextChoices):
    """Which side of a limit is lawful: 이하, 미만, 이상."""

    AT_MOST = "at_most", "이하"
    BELOW = "below", "미만"
    AT_LEAST = "at_least", "이상"


class RuleStatus(models.TextChoices):
    """Whether somebody has read the row's source in the law itself."""

    CONFIRMED = "confirmed", "원문 확인"
    TO_CHECK = "to_check", "확인 필요"


class Occasion(models.TextChoices):
    """What happens to a case and calls for a letter."""

    RECEIVED = "received", "접수"
    SUPPLEMENT = "supplement", "보완 요구"
    EXTENDED = "extended", "기간 연장"
    ASKED = "asked", "검토의견 요청"
    ASKED_DEEMED = "asked_deemed", "의제 협의 요청"
    REPLY_SOON = "reply_soon", "회신 기한 임박"
    REPLY_SOON_DEEMED = "reply_soon_deemed", "의제 협의 기한 임박"
    REPLY_LATE = "reply_late", "회신 기한 지남"
    CASE_LATE = "case_late", "처리기한 지남"
    WORKS = "works", "이행할 사항"
    CERTIFICATE = "certificate", "증서 발급"
    REFUSED = "refused", "거부"
    RESULT = "result", "결과 통지"
    RETURNED = "returned", "반려"
    TRANSFERRED = "transferred", "이송"


class MeetingKind(models.TextChoices):
    """Who comes together about a case."""

    WORKING_COUNCIL = "working_council", "민원실무심의회"
    MEDIATION = "mediation", "민원조정위원회"
    JOINT_CONSULTATION = "joint_consultation", "개발행위 복합민원 일괄협의회"


class ChargeKind(models.TextChoices):
    """What is to be paid, and whether it comes back."""

    FEE = "fee", "수수료"
    LEVY = "levy", "부담금"
    DEPOSIT = "deposit", "예치금"
    TAX = "tax", "세금"


class Severity(models.TextChoices):
    """What a finding of the pre-check means for the application."""

    BARRED = "barred", "할 수 없음"
    CONDITIONAL = "conditional", "조건을 확인"
    ASK = "ask", "담당자 확인"
