"""The worker process: refuses to start with a role that could step over the tenant wall, then works until told to stop."""

import os
import sys

import django


def main() -> None:
    """Run procrastinate's worker with the arguments of this process."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duru.conf.settings")
    django.setup()
    from django.core.management import call_command

    from duru.blocks.tenancy.api import check_serving_role

    check_serving_role()
    call_command("procrastinate", "worker", *sys.argv[1:])


if __name__ == "__main__":
    main()
