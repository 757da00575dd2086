from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "duru.site"
    label = "site_shell"
    verbose_name = "두루"
