from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class AccessConfig(AppConfig):
    name = "duru.blocks.access"
    label = "access"
    verbose_name = "사용자와 권한"

    def ready(self) -> None:
        from duru.blocks.ui.api import MenuEntry, register_menu  # leaf: needs the app registry

        autodiscover_modules("permissions")
        group = "기관과 권한"
        register_menu(
            MenuEntry("기관", "access:organisations", order=800, needs="access.see_organisations", group=group)
        )
        register_menu(
            MenuEntry("역할별 권한", "access:permissions", order=801, needs="access.see_organisations", group=group)
        )
