from django.apps import AppConfig


class WelfareConfig(AppConfig):
    name = "duru.services.welfare"
    label = "welfare"
    verbose_name = "통합복지"
