"""A demo district's accounts, one browser of cookies for each, and a little of everything to ask for."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from types import SimpleNamespace

import pytest

from duru.blocks.access.api import Membership, actor_of, system_actor
from duru.blocks.tenancy.api import add_tenant, tenant_scope
from duru.services.emergency.models import CallLine, Incident, OfflineCopy
from duru.site.demo import district
from duru.site.demo.accounts import ACCOUNTS
from tests.clients import client_of
from tests.services.welfare.district import person

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
TOKEN = "x"


@pytest.fixture
def here(db, tmp_path, settings):
    """The tenant, a client per account key, and an offline copy of a flood that is still open."""
    settings.MEDIA_ROOT = tmp_path / "files"
    tenant = add_tenant(code="9711000000", name="해오름구", is_demo=True)
    with tenant_scope(tenant.id):
        district._add_accounts(system_actor())
        member = Membership.objects.select_related("user", "organisation").get(user__email="lead@haeoreum.example")
        now = datetime.now(UTC)
        flood = Incident.objects.create(
            hazard="flood", label="은가람천", note="범람", wkb=b"", n_inside=1, opened_by=member, opened_at=now
        )
        line = CallLine.objects.create(incident=flood, person=person(), lon=127, lat=37, points=1, is_called=True)
        copy = OfflineCopy.objects.create(
            incident=flood, made_by=member, made_at=now, until_at=now + timedelta(hours=9), n_lines=1,
            token_hash=sha256(TOKEN.encode()).digest(),
        )  # fmt: skip
    return SimpleNamespace(
        tenant=tenant,
        lead=actor_of(member),
        copy_id=copy.public_id,
        line_id=line.public_id,
        clients={account.key: client_of(account.email) for account in ACCOUNTS},
    )
