"""What a consent is for, who may receive, and how it is proved."""

from django.db import models


class Purpose(models.TextChoices):
    """Why data may be passed on (개인정보보호법 §17②2: the recipient's purpose)."""

    SERVICE_LINK = "service_link", "서비스 연계"
    OVERLAP_CHECK = "overlap_check", "중복 확인(신호등)"
    CASE_SHARING = "case_sharing", "통합사례관리 공유"
    HEALTH_WELFARE = "health_welfare", "보건·복지 연계"
    MOVE_HANDOVER = "move_handover", "전출지 인계"


class Recipient(models.TextChoices):
    """The class of recipient a person agreed to; each class is asked for separately (§17②1)."""

    DISTRICT = "district", "구청·동 주민센터"
    HEALTH_CENTRE = "health_centre", "보건소"
    WELFARE_CENTRE = "welfare_centre", "사회복지관·시설"
    FOOD_BANK = "food_bank", "푸드뱅크·푸드마켓"
    PRIVATE = "private", "그 밖의 민간 기관"


class Item(models.TextChoices):
    """What may be passed on (§17②3)."""

    IDENTITY = "identity", "성명·생년월일·성별"
    CONTACT = "contact", "주소·연락처"
    PRIVATE_HANDOUTS = "private_handouts", "민간 제공 기록"
    DISTRICT_GIFTS = "district_gifts", "구청·동이 준 위문품·성품"
    PUBLIC_GRANTS = "public_grants", "공적급여 수급 내용"
    NEEDS = "needs", "욕구·위기"
    HEALTH_FLAGS = "health_flags", "건강 관련 표시"
    HEALTH_DETAILS = "health_details", "진단·투약 등 건강 상세"


HEALTH_ITEMS = frozenset({Item.HEALTH_FLAGS, Item.HEALTH_DETAILS})  # 민감정보: agreed to apart (개인정보보호법 §23①1)


class ProofKind(models.TextChoices):
    """How the consent can be shown later."""

    PAPER = "paper", "종이 서식"
    SCREEN = "screen", "화면 서명"
    RECORDING = "recording", "녹취"
    REPRESENTATIVE = "representative", "법정대리인 서식"


class Refusal(models.TextChoices):
    """Why an item does not enter an answer; the log keeps it, the asker reads the same sentence whatever it was."""

    NOT_LAWFUL = "not_lawful", "법이 허용하지 않음"
    NO_CONSENT = "no_consent", "동의 없음"
    PROTECTED = "protected", "비공개 대상"


class BodyClause(models.TextChoices):
    """By which clause a body may be told of public benefits (사회보장급여법 영 §9③, §14⑥)."""

    WELFARE_ACT = "welfare_act", "사회복지법인·시설·복지관(제1호)"
    COUNCIL = "council", "사회보장정보협의체 협의(제2호)"


class SheetAnswer(models.TextChoices):
    """What came back of a printed consent; none yet is 미징구."""

    AGREED = "agreed", "동의"
    REFUSED = "refused", "거부"
    VOID = "void", "못 쓰게 됨"
