"""The worker process: refuses to start with a role that could step over the tenant wall, then works until told to stop."""

import os

import django


def main() -> None:
    """Work off the installation's jobs."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duru.conf.settings")
    django.setup()
    from duru.blocks.tenancy.api import check_serving_role, run_worker
    from duru.conf import env

    check_serving_role()
    run_worker(concurrency=env.worker_concurrency())


if __name__ == "__main__":
    main()
