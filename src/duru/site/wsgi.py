"""The web process: refuses to start with a role that could step over the tenant wall."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duru.conf.settings")
application = get_wsgi_application()

from duru.blocks.tenancy.api import check_serving_role  # noqa: E402  the app registry must be ready first

check_serving_role()
