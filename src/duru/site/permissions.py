"""What the shell itself guards."""

from duru.blocks.access.api import Role, declare

declare("site.see_status", "시스템 상태 보기", Role.ADMIN)
