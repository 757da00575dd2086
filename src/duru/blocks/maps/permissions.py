"""Who may see maps of the office."""

from duru.blocks.access.api import EVERY_OFFICIAL, Role, declare

SEE = "maps.see"
SEE_UNPLACED = "maps.see_unplaced"
PLACE = "maps.place"

declare(SEE, "지도·빈틈 보기", *EVERY_OFFICIAL)
declare(SEE_UNPLACED, "지도에 놓지 못한 집 보기", Role.WELFARE_LEAD, Role.CASEWORKER)
declare(PLACE, "집을 지도에 다시 놓기", Role.WELFARE_LEAD, Role.ADMIN)
