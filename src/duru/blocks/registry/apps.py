from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "duru.blocks.registry"
    label = "registry"
    verbose_name = "주민"

    def ready(self) -> None:
        from duru.blocks.registry.datasets import register_datasets  # leaf: needs the app registry
        from duru.blocks.registry.web.panels import register_panels
        from duru.blocks.ui.api import MenuEntry, register_menu

        register_datasets()
        register_panels()
        register_menu(MenuEntry("주민 찾기", "registry:search", order=20, needs="registry.search"))
        register_menu(MenuEntry("우리 기관 이용자", "registry:clients", order=12, needs="registry.see_clients"))
