from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "duru.blocks.places"
    label = "places"
    verbose_name = "장소"

    def ready(self) -> None:
        from duru.blocks.ui.api import MenuEntry, register_menu  # leaf: needs the app registry

        group = "지도"
        register_menu(MenuEntry("시설", "places:facilities", order=500, needs="places.see", group=group))
        register_menu(MenuEntry("건물 사전", "places:status", order=501, needs="places.see", group=group))
        register_menu(MenuEntry("장소 자료 올리기", "places:import", order=502, needs="places.import", group=group))
