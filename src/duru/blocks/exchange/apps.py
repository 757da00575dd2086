from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "duru.blocks.exchange"
    label = "exchange"
    verbose_name = "자료 받기"

    def ready(self) -> None:
        # Declared once the app registry is full ("leaf").
        from duru.blocks.exchange import permissions  # noqa: F401 - declares them
        from duru.blocks.ui.api import MenuEntry, register_menu

        register_menu(MenuEntry("자료 받기", "exchange:list", order=30, needs="exchange.see"))
