from django.apps import AppConfig


class MapsConfig(AppConfig):
    name = "duru.blocks.maps"
    label = "maps"
    verbose_name = "지도"

    def ready(self) -> None:
        # Leaves: all of these need the app registry.
        from duru.blocks.maps.demands import register_own
        from duru.blocks.maps.layers import register_layers
        from duru.blocks.maps.web.menu import MENU
        from duru.blocks.ui.api import register_menu

        register_layers()
        register_own()
        for entry in MENU:
            register_menu(entry)
