from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "duru.site"
    label = "site_shell"
    verbose_name = "두루"

    def ready(self) -> None:
        from duru.blocks.ui.api import (
            Attention,
            MenuEntry,
            register_attention,
            register_menu,
        )  # leaf: needs the app registry
        from duru.site.watch import AlarmBook

        register_menu(MenuEntry("열람·처리 기록", "audit:list", order=900, needs="audit.see", group="개인정보"))
        register_menu(MenuEntry("접속기록 검증", "audit:chain", order=901, needs="audit.see", group="개인정보"))
        register_menu(MenuEntry("시스템 상태", "status:page", order=910, needs="site.see_status", group="시스템"))
        register_attention(
            Attention(
                "alarms", "확인을 기다리는 경보", "경보 {n}건을 아무도 확인하지 않았습니다", "site.see_status",
                lambda actor: len(AlarmBook().read().unanswered), "status:page", order=1,
            )
        )  # fmt: skip
