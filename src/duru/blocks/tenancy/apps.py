from django.apps import AppConfig
from django.db.models.signals import post_migrate


class TenancyConfig(AppConfig):
    name = "duru.blocks.tenancy"
    label = "tenancy"
    verbose_name = "자치단체"

    def ready(self) -> None:
        from duru.blocks.tenancy.grants import grant_after_migrate  # leaf: needs the app registry

        post_migrate.connect(grant_after_migrate, dispatch_uid="tenancy.grants")
