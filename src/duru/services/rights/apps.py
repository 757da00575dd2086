from django.apps import AppConfig


class RightsConfig(AppConfig):
    name = "duru.services.rights"
    label = "rights"
    verbose_name = "정보주체의 권리"

    def ready(self) -> None:
        # Leaves: all of these need the app registry.
        from duru.blocks.registry.api import register_person_panel
        from duru.blocks.ui.api import register_attention, register_menu
        from duru.services.rights.web.menu import ATTENTION, MENU
        from duru.services.rights.web.panels import PANEL

        for entry in MENU:
            register_menu(entry)
        register_attention(ATTENTION)
        register_person_panel(PANEL)
