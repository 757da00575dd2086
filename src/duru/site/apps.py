from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "duru.site"
    label = "site_shell"
    verbose_name = "두루"

    def ready(self) -> None:
        from duru.blocks.ui.api import MenuEntry, register_menu  # leaf: needs the app registry

        register_menu(MenuEntry("열람·처리 기록", "audit:list", order=900, needs="audit.see", group="개인정보"))
        register_menu(MenuEntry("접속기록 검증", "audit:chain", order=901, needs="audit.see", group="개인정보"))
