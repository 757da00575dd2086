from django.apps import AppConfig


class EmergencyConfig(AppConfig):
    name = "duru.services.emergency"
    label = "emergency"
    verbose_name = "재난·긴급"

    def ready(self) -> None:
        # Leaves: all of these need the app registry.
        from duru.blocks.registry.api import register_person_panel
        from duru.blocks.ui.api import register_attention, register_menu
        from duru.services.emergency import tasks  # noqa: F401 - subscribes
        from duru.services.emergency.demands import register_demands
        from duru.services.emergency.web.menu import ATTENTION, MENU
        from duru.services.emergency.web.panels import PANEL

        register_demands()
        register_menu(MENU)
        register_attention(ATTENTION)
        register_person_panel(PANEL)
