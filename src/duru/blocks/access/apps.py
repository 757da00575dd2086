from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class AccessConfig(AppConfig):
    name = "duru.blocks.access"
    label = "access"
    verbose_name = "사용자와 권한"

    def ready(self) -> None:
        # Leaves: all of these need the app registry.
        from django.utils import timezone

        from duru.blocks.access.glass import REVIEW, list_unreviewed
        from duru.blocks.ui.api import Attention, MenuEntry, register_attention, register_menu

        autodiscover_modules("permissions")
        group = "기관과 권한"
        register_menu(
            MenuEntry("기관", "access:organisations", order=800, needs="access.see_organisations", group=group)
        )
        register_menu(
            MenuEntry("역할별 권한", "access:permissions", order=801, needs="access.see_organisations", group=group)
        )
        register_menu(MenuEntry("비상 열람", "access:glass", order=902, needs=REVIEW, group="개인정보"))
        register_attention(
            Attention(
                "access.glass",
                "비상 열람 검토",
                "{n}건이 검토를 기다립니다",
                needs=REVIEW,
                count=lambda actor: list_unreviewed(at=timezone.now()).count(),
                url_name="access:glass",
                order=10,
            )
        )
