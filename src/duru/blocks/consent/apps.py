from django.apps import AppConfig


class ConsentConfig(AppConfig):
    name = "duru.blocks.consent"
    label = "consent"
    verbose_name = "동의"

    def ready(self) -> None:
        from duru.blocks.consent.web.panels import PANEL  # leaf: needs the app registry
        from duru.blocks.registry.api import register_person_panel

        register_person_panel(PANEL)
