"""Kinds of regions and facilities, and how exactly an address was placed."""

from django.db import models


class RegionLevel(models.TextChoices):
    """How large a region is, and by which of the two systems (행정동 for welfare, 법정동 for land)."""

    SIDO = "sido", "시·도"
    SGG = "sgg", "시·군·구"
    DONG = "dong", "행정동"
    LEGAL_DONG = "legal_dong", "법정동"
    LEGAL_RI = "legal_ri", "법정리"


class FacilityKind(models.TextChoices):
    """What a facility is for; one kind each, the one its name ends with."""

    SENIOR_CENTRE = "senior_centre", "경로당"
    WELFARE_CENTRE = "welfare_centre", "복지시설"
    CHILD_CENTRE = "child_centre", "아동 돌봄"
    FOOD_BANK = "food_bank", "푸드뱅크"
    FREE_MEAL = "free_meal", "무료급식"
    COOLING_SHELTER = "cooling_shelter", "무더위쉼터"
    WARMING_SHELTER = "warming_shelter", "한파쉼터"
    EARTHQUAKE_SHELTER = "earthquake_shelter", "지진 대피소"
    HOSPITAL = "hospital", "병·의원"
    EMERGENCY_ROOM = "emergency_room", "응급의료기관"
    PHARMACY = "pharmacy", "약국"
    DEMENTIA_CENTRE = "dementia_centre", "치매안심센터"
    FIRE_STATION = "fire_station", "소방서"
    SCHOOL = "school", "학교"
    MARKET = "market", "전통시장"
    DONG_OFFICE = "dong_office", "동 주민센터"
    OTHER = "other", "기타"


class Accuracy(models.TextChoices):
    """How exactly an address was placed; a map and a list must show it beside the point."""

    BUILDING = "building", "건물"
    ROAD = "road", "도로"
    DONG = "dong", "동"
    NONE = "none", "찾지 못함"
