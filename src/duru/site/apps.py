from django.apps import AppConfig
from django.utils import timezone


class SiteConfig(AppConfig):
    name = "duru.site"
    label = "site_shell"
    verbose_name = "두루"

    def ready(self) -> None:
        from duru.blocks.audit.api import count_lately, is_review_due
        from duru.blocks.ui.api import (
            Attention,
            MenuEntry,
            register_attention,
            register_menu,
        )  # leaf: needs the app registry
        from duru.site.watch import AlarmBook

        register_menu(MenuEntry("열람·처리 기록", "audit:list", order=900, needs="audit.see", group="개인정보"))
        register_menu(MenuEntry("접속기록 월 점검", "audit:month", order=900, needs="audit.see", group="개인정보"))
        register_menu(MenuEntry("접속기록 검증", "audit:chain", order=901, needs="audit.see", group="개인정보"))
        register_menu(MenuEntry("시스템 상태", "status:page", order=910, needs="site.see_status", group="시스템"))
        register_attention(
            Attention(
                "alarms", "확인을 기다리는 경보", "경보 {n}건을 아무도 확인하지 않았습니다", "site.see_status",
                lambda actor: len(AlarmBook().read().unanswered), "status:page", order=1,
            )
        )  # fmt: skip
        register_attention(
            Attention(
                "audit_unusual", "평소와 다른 열람", "어제와 오늘 까닭을 물어볼 열람이 {n}가지 있습니다", "audit.see",
                lambda actor: count_lately(timezone.localdate()), "audit:month", "month=now", order=20,
            )
        )  # fmt: skip
        register_attention(
            Attention(
                "audit_review", "접속기록 월 점검", "지난달 접속기록을 아직 점검하지 않았습니다", "audit.see",
                lambda actor: is_review_due(timezone.localdate()), "audit:month", order=60,
            )
        )  # fmt: skip
