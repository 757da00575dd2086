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
    PUBLIC_GRANTS = "public_grants", "공적급여 수급 내용"
    NEEDS = "needs", "욕구·위기"
    HEALTH_FLAGS = "health_flags", "건강 관련 표시"


class ProofKind(models.TextChoices):
    """How the consent can be shown later."""

    PAPER = "paper", "종이 서식"
    SCREEN = "screen", "화면 서명"
    RECORDING = "recording", "녹취"
    REPRESENTATIVE = "representative", "법정대리인 서식"
