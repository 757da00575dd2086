"""Verdicts, windows and states of the overlap check."""

from django.db import models


class Verdict(models.TextChoices):
    """What a rule says about two benefits of one unit, hardest first."""

    PROHIBITED = "prohibited", "금지"
    RESTRICTED = "restricted", "제한"
    CAUTION = "caution", "주의"
    INFO = "info", "정보"
    ALLOWED = "allowed", "허용"


class Unit(models.TextChoices):
    """Whom a rule compares: benefits of the same person, or of the same household."""

    PERSON = "person", "개인"
    HOUSEHOLD = "household", "가구"


class Window(models.TextChoices):
    """When two benefits are close enough for a rule.

    same_period: their spans share a day. same_campaign: one yearly campaign (김장-2026). same_month: one calendar month.
    within_days: less than `days` days between one and the next. service_period: both are services over several days, and
    the days overlap (a single gift during a service is none). since_end: less than `days` days after the earlier one ended.
    """

    SAME_PERIOD = "same_period", "같은 기간"
    SERVICE_PERIOD = "service_period", "이용 기간이 겹침"
    SAME_CAMPAIGN = "same_campaign", "같은 캠페인"
    SAME_MONTH = "same_month", "같은 달"
    WITHIN_DAYS = "within_days", "며칠 안"
    SINCE_END = "since_end", "끝난 뒤 며칠 안"


class Counts(models.TextChoices):
    """What a counting rule adds up over one unit; every other rule compares two benefits."""

    NOTHING = "", "견줌(두 지원)"
    TIMES = "times", "횟수"
    MONTHS = "months", "개월"


class GivesWay(models.TextChoices):
    """Which of two benefits must yield to the other, by the law that goes first."""

    NEITHER = "", "정하지 않음"
    LEFT = "left", "한쪽"
    RIGHT = "right", "다른 쪽"


class Same(models.TextChoices):
    """What two benefits must have in common besides their unit; an unknown programme is common to nothing."""

    NOTHING = "", "없음"
    CATEGORY = "category", "분류"
    PROGRAMME = "programme", "급여·세부 품목"


class Provider(models.TextChoices):
    """Whether a rule looks at any two benefits, or only at those of two different agencies."""

    ANY = "any", "모든 기관"
    DIFFERENT = "different", "서로 다른 기관"
    SAME = "same", "같은 기관"


class RuleStatus(models.TextChoices):
    """Whether the source of a rule was read in the law itself, or must still be checked by the district."""

    CONFIRMED = "confirmed", "확정"
    TO_CHECK = "to_check", "확인 필요"


class Certainty(models.TextChoices):
    """How sure the links are on which a finding rests: one doubtful link makes the finding doubtful."""

    CERTAIN = "certain", "확실"
    REVIEW = "review", "연결 확인 필요"


class GoneKind(models.TextChoices):
    """Why a person should no longer be paid here."""

    DEAD = "dead", "사망"
    MOVED_OUT = "moved_out", "전출"


class Decision(models.TextChoices):
    """What a person decided about a finding."""

    SEEN = "seen", "확인함"
    JUSTIFIED = "justified", "정당함"
    STOP_REQUESTED = "stop_requested", "중단 요청"


class Reason(models.TextChoices):
    """Why an overlap is justified; counted in the report (domain: every override carries a reason code)."""

    URGENT = "urgent", "긴급"
    LEFT_OVER = "left_over", "물량 소진"
    EXPIRING = "expiring", "유통기한 임박"
    OTHER_MEMBER = "other_member", "다른 가구원 몫"
    MEDICAL_OPINION = "medical_opinion", "의사 소견"
    WRONG_LINK = "wrong_link", "다른 사람(연결 오류)"
    OTHER = "other", "그 밖"


class Light(models.TextChoices):
    """What the counter shows first; an agency reads nothing but this, what to do, and its own records."""

    CLEAR = "clear", "드려도 됩니다"
    SIMILAR = "similar", "비슷한 것을 받았습니다"
    STOP = "stop", "드릴 수 없습니다"
    UNKNOWN = "unknown", "확인 불가, 구청 문의"


class ListState(models.TextChoices):
    """How far a list is that is checked as a whole."""

    WAITING = "waiting", "기다림"
    RUNNING = "running", "확인 중"
    DONE = "done", "끝남"
    FAILED = "failed", "실패"


class Order(models.TextChoices):
    """How the next recipients of a resource are found."""

    NEED = "need", "필요한 차례"
    DRAW = "draw", "추첨"


class TurnDecision(models.TextChoices):
    """What became of somebody's turn."""

    GIVEN = "given", "드림"
    PASSED_OVER = "passed_over", "건너뜀"
    PUT_OFF = "put_off", "미룸"


class TurnReason(models.TextChoices):
    """Why somebody whose turn it was did not get the thing."""

    REFUSED = "refused", "본인이 원하지 않음"
    NOT_REACHED = "not_reached", "연락이 닿지 않음"
    NOT_SUITABLE = "not_suitable", "맞지 않는 물건"
    HAS_ALREADY = "has_already", "이미 가지고 있음"
    MORE_URGENT = "more_urgent", "더 급한 사람이 있음"
    OTHER = "other", "그 밖"
