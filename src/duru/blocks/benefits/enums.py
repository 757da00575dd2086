"""What is given, to which unit, and from whose money."""

from django.db import models


class Category(models.TextChoices):
    """The content of a benefit (보장내용): what two records must share before they can double each other."""

    FOOD = "food", "식품"
    LIVING_CASH = "living_cash", "생계(현금)"
    HOUSING = "housing", "주거"
    FUEL = "fuel", "연료"
    MEDICAL = "medical", "의료"
    CARE = "care", "돌봄"
    EDUCATION = "education", "교육"
    CLOTHING = "clothing", "의류"
    APPLIANCE = "appliance", "가전"
    EMOTIONAL = "emotional", "정서"
    LEISURE = "leisure", "여가"
    LEGAL = "legal", "법률"
    GOODS = "goods", "생필품"
    OTHER = "other", "기타"


class Per(models.TextChoices):
    """Whom one benefit serves: a gift to the household checked person by person gives false alarms, or leaks."""

    PERSON = "person", "개인"
    HOUSEHOLD = "household", "가구"


class Funding(models.TextChoices):
    """Whose money it is; reports of donated goods (사회복지사업법 §45) count donations apart from budgets."""

    NATIONAL = "national", "국비"
    PROVINCE = "province", "시·도비"
    DISTRICT = "district", "구비"
    CHEST = "chest", "공동모금회"
    DONATION = "donation", "후원"
    OWN = "own", "자체"
    UNKNOWN = "unknown", "미상"


class GrantState(models.TextChoices):
    """State of a public benefit as the list of the paying office says."""

    ACTIVE = "active", "지급 중"
    SUSPENDED = "suspended", "지급 정지"
    ENDED = "ended", "종료"


class Side(models.TextChoices):
    """Who answers for a benefit: the state or the 구 by law, or an agency of its own will."""

    PUBLIC = "public", "공적급여"
    PRIVATE = "private", "민간 자원"


class Unit(models.TextChoices):
    """Whom one benefit of the catalogue is reckoned for; 보장가구 and 세대 are not the same people."""

    PERSON = "person", "개인"
    BENEFIT_UNIT = "benefit_unit", "보장가구"
    HOUSEHOLD = "household", "세대"
    ADDRESS = "address", "주소"


class Cycle(models.TextChoices):
    """How often a benefit is given."""

    MONTHLY = "monthly", "매월"
    QUARTERLY = "quarterly", "분기"
    YEARLY = "yearly", "매년"
    SEASON = "season", "철마다"
    CAMPAIGN = "campaign", "행사 때"
    ONCE = "once", "한 번"
    AS_NEEDED = "as_needed", "그때그때"


class CatalogueStatus(models.TextChoices):
    """Whether somebody read the source of a row, or it must still be checked."""

    CONFIRMED = "confirmed", "확정"
    TO_CHECK = "to_check", "확인 필요"


class MonthEvent(models.TextChoices):
    """What cuts a month of a benefit in two, or ends it: the event whose month has a rule of its own."""

    ENTERED = "entered", "보장시설 입소"
    LEFT = "left", "보장시설 퇴소"
    MOVED_IN = "moved_in", "전입"
    MOVED_OUT = "moved_out", "전출"
    DIED = "died", "사망"
    ABROAD = "abroad", "국외체류 60일"
    JAILED = "jailed", "수감"
    HOSPITAL = "hospital", "장기입원"
    LOST = "lost", "거주불명"


class Afterwards(models.TextChoices):
    """What becomes of a benefit after the month of an event."""

    ENDS = "ends", "끝남"
    PAUSES = "pauses", "멈춤"
    CHECK = "check", "확인 필요"
    GOES_ON = "goes_on", "이어짐"
