"""Who may work on shared cases. Which side of one somebody sees is held in `queries.wall`, not here."""

from duru.blocks.access.api import Glass, Role, declare, declare_glass

SEE = "care.see"
OPEN = "care.open"
WRITE = "care.write"
PLAN = "care.plan"
NOTIFY = "care.notify"
SEE_NOTICES = "care.see_notices"
BREAK_GLASS = "care.break_glass"
SEE_NUMBERS = "care.see_numbers"

_WELFARE = (Role.WELFARE_LEAD, Role.CASEWORKER)

declare(SEE, "통합사례 보기", *_WELFARE, Role.HEALTH_WORKER)
declare(OPEN, "통합사례 열기", *_WELFARE)
declare(WRITE, "통합사례 기록·의뢰·방문", *_WELFARE, Role.HEALTH_WORKER)
declare(PLAN, "개인별지원계획 세우기", *_WELFARE)
declare(NOTIFY, "퇴원 통보하기", Role.HOSPITAL_WORKER)
declare(SEE_NOTICES, "퇴원 통보 받기", *_WELFARE, Role.HEALTH_WORKER)
declare(BREAK_GLASS, "통합사례 비상 열람", *_WELFARE, Role.HEALTH_WORKER)
declare(SEE_NUMBERS, "통합사례 현황 숫자 보기", Role.MAYOR, Role.WELFARE_LEAD)

OTHER_SIDE = declare_glass(
    Glass(
        "care.other_side",
        "통합사례의 다른 칸",
        BREAK_GLASS,
        hours=4,
        basis="개인정보보호법 제15조제1항제5호·제18조제2항제3호(급박한 생명·신체의 이익), 제23조제1항제2호는 확인 필요",
    )
)
