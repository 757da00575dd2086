from django.apps import AppConfig


class ConsentConfig(AppConfig):
    name = "duru.blocks.consent"
    label = "consent"
    verbose_name = "동의"
