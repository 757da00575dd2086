"""Publish a standard table as a signed cube."""

from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from duru.blocks.access.api import Actor, check_may
from duru.blocks.audit.api import record_export
from duru.blocks.statistics.catalogue import StandardTable, Subject, find_subject
from duru.blocks.statistics.enums import MeasureKind
from duru.blocks.statistics.models import Rollup
from duru.blocks.statistics.operations.answers import publish
from duru.blocks.statistics.operations.keys import signing_secret
from duru.blocks.statistics.permissions import MANAGE
from duru.blocks.statistics.queries.rollups import grid_of
from duru.blocks.statistics.rules.cubes import cube_of, seal
from duru.blocks.tenancy.api import Tenant
from duru.kernel.canonical import canonical_hash


def publish_cube(*, tenant: Tenant, standard: StandardTable, rollup: Rollup, by: Actor, now: datetime) -> bytes:
    """Return a computed standard table as a signed file, small cells hidden. Inside a tenant scope.

    Raises:
        NotAllowed: the actor may not.
    """
    check_may(by, MANAGE)
    subject = find_subject(standard.question.subject)
    assert subject is not None  # register_standard has looked
    grid = grid_of(publish(rollup, now=now), outside=True)
    measures = [subject.measure(key) for key in standard.question.measures]
    cube = cube_of(
        grid, tenant=tenant.code, table=standard.key, month=rollup.question["months"][-1],
        definition=definition_hash(standard, subject),
        additive={each.key: each.is_additive for each in measures if each.kind != MeasureKind.RATIO},
    )  # fmt: skip
    record_export(
        actor=by.audit,
        action="집계 내보냄",
        purpose=standard.title,
        detail={"table": standard.key, "month": cube.month},
    )
    return seal(cube, signing_key(tenant))


def signing_key(tenant: Tenant) -> Ed25519PrivateKey:
    """Return the key a tenant signs its cubes with, drawn from a secret of its own; pseudonyms have another."""
    drawn = HKDF(algorithm=SHA256(), length=32, salt=None, info=f"duru cubes {tenant.code}".encode())
    return Ed25519PrivateKey.from_private_bytes(drawn.derive(signing_secret(tenant).encode()))


def definition_hash(standard: StandardTable, subject: Subject) -> str:
    """Name how a table is counted: two tenants' cubes are added only when this is equal."""
    question = standard.question
    splits = [subject.dimension(key) for key in (question.rows, question.columns) if key]
    return canonical_hash(
        {
            "question": question.as_dict(), "n_months": standard.n_months, "rows": subject.rows,
            "splits": [[each.key, each.sql] for each in splits],
            "measures": [[each.key, str(each.kind), each.sql] for each in map(subject.measure, question.measures)],
        }
    ).hex()[:32]  # fmt: skip
