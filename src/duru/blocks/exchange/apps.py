from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "duru.blocks.exchange"
    label = "exchange"
    verbose_name = "자료 받기"

    def ready(self) -> None:
        # Declared once the app registry is full ("leaf").
        from duru.blocks.exchange import permissions  # noqa: F401 - declares them
        from duru.blocks.exchange.queries import count_waiting
        from duru.blocks.ui.api import Attention, MenuEntry, register_attention, register_menu

        register_attention(
            Attention(
                "exchange.waiting",
                "받은 자료",
                "파일 {n}개가 열 확인이나 반영을 기다립니다",
                "exchange.upload",
                count_waiting,
                "exchange:list",
                order=40,
            )
        )
        register_menu(MenuEntry("자료 받기", "exchange:list", order=30, needs="exchange.see", group="자료와 연결"))
