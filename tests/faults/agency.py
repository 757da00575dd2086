"""One local government with one agency and one worker of it, for an installation that knows no demo.

DURU_HOME=… python -m tests.faults.agency EMAIL PASSWORD
"""

import sys
from datetime import date

from duru.site.cli.django_ready import start_django


def main(email: str, password: str) -> None:
    start_django()
    from duru.blocks.access.api import OrganisationKind, Role, add_member, add_organisation, system_actor
    from duru.blocks.tenancy.api import add_tenant, tenant_scope

    by = system_actor("시험")
    with tenant_scope(add_tenant(code="9999900000", name="해오름구").id):
        add_member(
            by=by, email=email, name="박실무", role=Role.AGENCY_WORKER, password=password, started_on=date(2026, 1, 2),
            organisation=add_organisation(by=by, name="해오름복지관", kind=OrganisationKind.WELFARE_CENTRE),
        )  # fmt: skip


if __name__ == "__main__":
    main(*sys.argv[1:])
