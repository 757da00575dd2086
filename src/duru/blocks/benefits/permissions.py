"""Who may read and change the catalogue."""

from duru.blocks.access.api import EVERY_OFFICIAL, Role, declare

SEE_CATALOGUE = "benefits.see_catalogue"
EDIT_CATALOGUE = "benefits.edit_catalogue"

declare(SEE_CATALOGUE, "급여·자원 목록 보기", *EVERY_OFFICIAL, Role.AGENCY_WORKER)
declare(EDIT_CATALOGUE, "급여·자원 목록 넣기", Role.WELFARE_LEAD)
