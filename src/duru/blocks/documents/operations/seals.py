"""The picture of the official seal, kept by the administrator."""

from datetime import date, datetime
from typing import BinaryIO

from django.db import transaction

from duru.blocks.access.api import Actor, check_may
from duru.blocks.audit.api import record_deed
from duru.blocks.documents.adapters.storage import TooLarge, store_of
from duru.blocks.documents.enums import FileKind
from duru.blocks.documents.errors import AttachmentRefused, DocumentRefused
from duru.blocks.documents.models import Seal
from duru.blocks.documents.permissions import MANAGE
from duru.blocks.documents.rules.contents import kind_of_content
from duru.blocks.tenancy.api import current_tenant_id
from duru.kernel.ids import new_public_id

MOST_BYTES = 1 << 20


def keep_seal(*, by: Actor, file: BinaryIO, title: str, effective_from: date, at: datetime) -> Seal:
    """Keep the picture of a seal that letters issued from a day on carry; the earlier one of that title ends that day.

    Raises:
        NotAllowed: the actor may not manage.
        DocumentRefused: no title, no PNG picture, too large, or one of that title begins the same day.

    Source: 행정업무의 운영 및 혁신에 관한 규정 (관인 등록·폐기): 조문은 확인 필요.
    """
    check_may(by, MANAGE)
    title = title.strip()
    if not title:
        raise DocumentRefused("직인의 이름을 적어 주세요.")
    if Seal.objects.filter(title=title, effective_from__gte=effective_from).exists():
        raise DocumentRefused("같은 직인이 그날이나 그 뒤부터 이미 등록되어 있습니다.")
    store, name = store_of(current_tenant_id()), f"seal-{new_public_id()}"
    try:
        kept = store.keep(name, file, most=MOST_BYTES)
    except TooLarge:
        raise DocumentRefused("직인 그림은 1MB까지 올릴 수 있습니다.") from None
    try:
        with store.open(name) as picture:
            is_png = kind_of_content(picture) == FileKind.PNG
    except AttachmentRefused:
        is_png = False
    if not is_png:
        store.delete(name)
        raise DocumentRefused("직인 그림은 PNG 파일이어야 합니다.")
    with transaction.atomic():
        Seal.objects.filter(title=title, effective_until__isnull=True).update(effective_until=effective_from)
        seal = Seal.objects.create(title=title, stored_name=name, sha256=kept.sha256, effective_from=effective_from)
        record_deed(actor=by.audit, action="직인 등록", detail={"seal": title, "sha256": kept.sha256}, at=at)
    return seal
