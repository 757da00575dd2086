from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "duru.blocks.registry"
    label = "registry"
    verbose_name = "주민"
