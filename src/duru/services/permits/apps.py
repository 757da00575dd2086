from django.apps import AppConfig


class PermitsConfig(AppConfig):
    name = "duru.services.permits"
    label = "permits"
    verbose_name = "사설 장사시설"

    def ready(self) -> None:
        # Leaves: all of these need the app registry.
        from duru.blocks.documents.api import register_letters, register_subject
        from duru.blocks.ui.api import register_attention, register_menu
        from duru.services.permits import tasks  # noqa: F401 - subscribes
        from duru.services.permits.kinds import register_kinds
        from duru.services.permits.layers import register_layers
        from duru.services.permits.web.menu import ATTENTION, MENU
        from duru.services.permits.web.papers import GRAVES

        register_kinds()
        register_layers()
        register_letters("duru.services.permits.letters")
        register_subject(GRAVES)
        for entry in MENU:
            register_menu(entry)
        for attention in ATTENTION:
            register_attention(attention)
