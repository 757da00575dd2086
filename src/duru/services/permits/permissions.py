"""Who may use the desk for funeral facilities."""

from duru.blocks.access.api import Role, declare

GUIDE = "permits.see_guide"

declare(GUIDE, "장사시설 길잡이 보기", Role.PERMIT_OFFICER)
