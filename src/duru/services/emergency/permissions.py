"""Who may open an emergency, and what glass that breaks."""

from duru.blocks.access.api import Glass, Role, declare, declare_glass

OPEN = "emergency.open"
KEEP_KEYS = "emergency.keep_keys"

declare(OPEN, "긴급 상황 열기와 연락표", Role.WELFARE_LEAD, Role.CASEWORKER)
declare(KEEP_KEYS, "열쇠 맡은 사람 적기", Role.WELFARE_LEAD, Role.CASEWORKER)

GLASS = declare_glass(
    Glass(
        "emergency.incident",
        "긴급 상황 안에 사는 사람",
        OPEN,
        12,
        "개인정보보호법 제15조제1항제5호·제18조제2항제3호(급박한 생명·신체·재산의 이익), 재난 및 안전관리 기본법 제3조제9호의3(안전취약계층)",
    )
)
