"""Words of the desk of changes: what happened, who told, where a matter stands, what was decided."""

from django.db import models

from duru.blocks.benefits.api import MonthEvent


class ChangeKind(models.TextChoices):
    """What is said to have happened to a person."""

    DEATH = "death", "사망"
    MOVE_OUT = "move_out", "전출"
    ABROAD = "abroad", "국외체류 60일"
    JAILED = "jailed", "수감"
    FACILITY = "facility", "시설입소"
    HOSPITAL = "hospital", "장기입원"
    LOST = "lost", "거주불명"


MONTH_EVENTS: dict[str, MonthEvent] = {
    ChangeKind.DEATH: MonthEvent.DIED,
    ChangeKind.MOVE_OUT: MonthEvent.MOVED_OUT,
    ChangeKind.ABROAD: MonthEvent.ABROAD,
    ChangeKind.JAILED: MonthEvent.JAILED,
    ChangeKind.FACILITY: MonthEvent.ENTERED,
    ChangeKind.HOSPITAL: MonthEvent.HOSPITAL,
    ChangeKind.LOST: MonthEvent.LOST,
}


class ChangeState(models.TextChoices):
    """Where a matter stands. `TRANSITIONS` says what may follow; only a named person leads back from a stop."""

    SUSPECTED = "suspected", "의심"
    CHECKING = "checking", "확인중"
    CONFIRMED = "confirmed", "확정"
    STOPPED = "stopped", "서비스 종료"
    DENIED = "denied", "사실 아님"


TRANSITIONS: dict[str, frozenset[str]] = {
    ChangeState.SUSPECTED: frozenset({ChangeState.CHECKING, ChangeState.CONFIRMED, ChangeState.DENIED}),
    ChangeState.CHECKING: frozenset({ChangeState.CONFIRMED, ChangeState.DENIED}),
    ChangeState.CONFIRMED: frozenset({ChangeState.STOPPED, ChangeState.DENIED}),
    ChangeState.STOPPED: frozenset({ChangeState.DENIED}),
    ChangeState.DENIED: frozenset(),
}


class SignSource(models.TextChoices):
    """Who told. What each is worth stands in `rules/sources.csv`."""

    CREMATION = "cremation", "화장 예약"
    FUNERAL = "funeral", "장례식장"
    FACILITY_LEFT = "facility_left", "시설 퇴소"
    HEADMAN = "headman", "통장 확인"
    MAIL_BACK = "mail_back", "우편 반송"
    AGENCY = "agency", "기관 제보"
    VISIT = "visit", "방문·안부 확인"
    REGISTER = "register", "주민등록 변동 명단"
    BORDER = "border", "출입국 자료"
    PRISON = "prison", "교정시설 통보"
    HOSPITAL = "hospital", "병원 통보"


class DecisionKind(models.TextChoices):
    """What a named person decided in a matter."""

    HOLD = "hold", "물품·방문 미룸"
    CONFIRM = "confirm", "확정"
    STOP = "stop", "서비스 종료"
    DENY = "deny", "생존확인·사실 아님"
    REOPEN = "reopen", "다시 시작"
    RECOVER = "recover", "환수·반환 결정"
    WAIVE = "waive", "반환 면제"
    SMALL = "small", "소액 환수 안 함"
    OFFSET = "offset", "상계"


class Proof(models.TextChoices):
    """On what a confirmation stands. A death is confirmed by the first three alone."""

    DEREGISTERED = "deregistered", "주민등록 말소(사유: 사망)"
    DECLARED = "declared", "실종선고"
    CERTIFICATE = "certificate", "사망진단서·시체검안서와 사망신고 확인"
    MOVE_LIST = "move_list", "전입신고·전출 명단"
    OFFICIAL_NOTICE = "official_notice", "관계 기관의 문서 통보"
    VISITED = "visited", "방문·본인 확인"


DEATH_PROOFS = frozenset({Proof.DEREGISTERED, Proof.DECLARED, Proof.CERTIFICATE})


class EffectKind(models.TextChoices):
    """What hangs on a person: money the law orders, or goods and services the 구 and agencies give."""

    CASH = "cash", "법정 급여"
    SERVICE = "service", "서비스·물품"


class RecoveryState(models.TextChoices):
    """Where an overpayment stands."""

    COMPUTED = "computed", "계산함"
    NOTICED = "noticed", "사전통지"
    DECIDED = "decided", "결정"
    CANCELLED = "cancelled", "취소"


class Duty(models.TextChoices):
    """Whether the law leaves the office a choice about an overpayment."""

    MUST = "must", "환수해야 함"
    ORDER = "order", "반환을 명함(면제 가능)"
    MAY = "may", "반환하게 할 수 있음"
