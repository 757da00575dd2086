from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "duru.blocks.places"
    label = "places"
    verbose_name = "장소"
