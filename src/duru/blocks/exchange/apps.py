from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "duru.blocks.exchange"
    label = "exchange"
    verbose_name = "자료 받기"
