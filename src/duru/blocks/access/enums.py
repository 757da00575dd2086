"""Kinds of organisations and roles."""

from django.db import models


class OrganisationKind(models.TextChoices):
    """What kind of agency an organisation is; it decides nothing by itself, rights come from `is_public` and roles."""

    GU_OFFICE = "gu_office", "구청"
    DONG_OFFICE = "dong_office", "동 주민센터"
    HEALTH_CENTRE = "health_centre", "보건소"
    WELFARE_CENTRE = "welfare_centre", "복지관"
    FOOD_BANK = "food_bank", "푸드뱅크"
    RELIGIOUS = "religious", "종교기관"
    VOLUNTEER = "volunteer", "자원봉사"
    HOSPITAL = "hospital", "병원"
    COMPANY = "company", "기업·후원"
    OTHER = "other", "기타"


class Role(models.TextChoices):
    """What a membership is for; permissions name the roles that have them."""

    MAYOR = "mayor", "구청장"
    WELFARE_LEAD = "welfare_lead", "복지정책과 담당"
    CASEWORKER = "caseworker", "동 복지팀"
    AGENCY_WORKER = "agency_worker", "기관 실무자"
    RECORDER = "recorder", "기록전용"
    HEALTH_WORKER = "health_worker", "보건소 담당"
    HOSPITAL_WORKER = "hospital_worker", "병원 퇴원 담당"
    PERMIT_OFFICER = "permit_officer", "장사 담당"
    DEPARTMENT_OFFICER = "department_officer", "협의 부서 담당"
    PRIVACY_OFFICER = "privacy_officer", "개인정보보호책임자"
    ADMIN = "admin", "시스템 관리자"


class GlassVerdict(models.TextChoices):
    """What the reviewer of an emergency opening found."""

    JUSTIFIED = "justified", "정당함"
    UNJUSTIFIED = "unjustified", "까닭이 모자람"
