"""Committed entries get their numbers, and the numbers a signed checkpoint."""

import logging
from datetime import datetime

from django.db import connection

from duru.blocks.audit.adapters.keys import signing_key
from duru.blocks.audit.adapters.places import checkpoint_place
from duru.blocks.audit.models import AuditCheckpoint, AuditEntry, AuditLink
from duru.blocks.audit.queries import entry_as_leaf, origin_of_log, tree_of
from duru.blocks.audit.rules import leaf_hash
from duru.blocks.tenancy.api import tenant_scope
from duru.kernel.merkle import Checkpoint

_LOCK = 7_318_001
log = logging.getLogger(__name__)


def sequence_entries(*, tenant_id: int, limit: int = 5_000) -> int:
    """Append committed entries of a tenant to its log, oldest transaction first; returns how many.

    What is committed is linked at once; an entry of a transaction still open is linked when that has ended: none is skipped,
    and a long transaction holds nobody up. Each link notes the oldest transaction still open when all before it were
    linked (`horizon`), so that a run looks only at entries since then. One sequencer at a time: others return 0.
    """
    with tenant_scope(tenant_id):
        if not _alone(tenant_id):
            return 0
        # Before the entries are read: what commits in between has a transaction at or above this.
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
            oldest_open = cursor.fetchone()[0]
        last = AuditLink.objects.order_by("-seq").first()
        seq, since = (last.seq, last.horizon) if last else (0, 0)
        if since > oldest_open:
            # Another cluster than the one that wrote the horizon: after a restore, transactions count from the start again.
            since = 0
        entries = list(AuditEntry.objects.filter(xid__gte=since, links__isnull=True).order_by("xid", "id")[:limit])
        horizon = oldest_open if len(entries) < limit else since
        links = [
            AuditLink(seq=number, entry=entry, leaf_hash=leaf_hash(entry_as_leaf(entry)), horizon=horizon)
            for number, entry in enumerate(entries, seq + 1)
        ]
        AuditLink.objects.bulk_create(links, batch_size=1_000)
        return len(links)


def publish_checkpoint(*, tenant_id: int, at: datetime) -> AuditCheckpoint | None:
    """Sign how many entries there are and their root, put it outside the database, then keep it; None when nothing is new.

    When the place outside is away, the checkpoint is kept all the same and says so; the next one covers it.
    """
    with tenant_scope(tenant_id):
        if not _alone(tenant_id):
            return None
        last = AuditCheckpoint.objects.order_by("-size").first()
        tree = tree_of(last)
        leaves = AuditLink.objects.filter(seq__gt=tree.size).order_by("seq").values_list("leaf_hash", flat=True)
        grown = tree.extend(map(bytes, leaves.iterator(chunk_size=10_000)))
        if grown.size == tree.size:
            return None
        origin = origin_of_log(tenant_id)
        note = signing_key().sign(Checkpoint(origin, grown.size, grown.root))
        try:
            checkpoint_place().put(origin, note, at=at)
            outside = True
        except OSError:
            log.exception("a checkpoint of the audit log could not be put outside the database")
            outside = False
        return AuditCheckpoint.objects.create(
            at=at, size=grown.size, root=grown.root, peaks=b"".join(grown.peaks), note=note, put_outside=outside
        )


def _alone(tenant_id: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [_LOCK, tenant_id])
        return cursor.fetchone()[0]
