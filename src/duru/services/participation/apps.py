from django.apps import AppConfig


class ParticipationConfig(AppConfig):
    name = "duru.services.participation"
    label = "participation"
    verbose_name = "국민제안"

    def ready(self) -> None:
        # Leaves: all of these need the app registry.
        from duru.blocks.ui.api import register_menu
        from duru.services.participation import tasks  # noqa: F401 - subscribes
        from duru.services.participation.kinds import register_kinds
        from duru.services.participation.web.menu import MENU

        register_kinds()
        for entry in MENU:
            register_menu(entry)
