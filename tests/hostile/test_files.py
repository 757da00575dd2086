"""Every door that takes a file, and every file of `files.py` that fits it: read, or refused in Korean, soon and with little memory."""

import io
import json
import os
import re
from contextlib import contextmanager

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse

from duru.blocks.documents.adapters.previews import picture_of
from duru.blocks.documents.adapters.storage import store_of
from duru.blocks.documents.api import AttachmentRefused, attach
from duru.blocks.linkage.blind.files import BlindRefused, read_lines, read_people
from duru.blocks.statistics.rules.cubes import unseal
from duru.blocks.tenancy.api import tenant_scope
from duru.kernel.errors import Refused
from tests.hostile.conftest import NOW, TOKEN
from tests.hostile.files import FILES

# GDAL warns of a broken file before it refuses it.
pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore::RuntimeWarning")]

MOST_SECONDS = 5.0
MOST_KIB = 256 << 10
_HANGUL = re.compile("[가-힣]")


def intake(here, name, content):
    client = here.clients["agency"]
    with tenant_scope(here.tenant.id):
        form = client.get(reverse("exchange:upload")).context["form"]
        agency = form.fields["organisation"].queryset.values_list("id", flat=True)[0]
    return client.post(
        reverse("exchange:upload"),
        {"organisation": agency, "dataset": "handouts", "file": SimpleUploadedFile(name, content)}, follow=True,
    )  # fmt: skip


def list_of_recipients(here, name, content):
    client = here.clients["dong"]
    form = client.get(reverse("welfare:lists")).context["form"]
    gift = next(key for _, group in form.fields["gift"].choices[1:] for key, _ in group)
    return client.post(
        reverse("welfare:lists"),
        {"title": "가", "gift": gift, "given_on": "2026-11-30", "file": SimpleUploadedFile(name, content)}, follow=True,
    )  # fmt: skip


def catalogue(here, name, content):
    return here.clients["lead"].post(
        reverse("benefits:import"), {"file": SimpleUploadedFile(name, content)}, follow=True
    )


def place(what):
    def send(here, name, content):
        return here.clients["admin"].post(
            reverse("places:import"),
            {"what": what, "file": SimpleUploadedFile(name, content), "valid_from": "2026-11-22"}, follow=True,
        )  # fmt: skip

    return send


def seal(here, name, content):
    return here.clients["admin"].post(
        reverse("documents:add_seal"),
        {"title": "직인", "file": SimpleUploadedFile(name, content), "effective_from": "2026-11-22"}, follow=True,
    )  # fmt: skip


def attachment(here, name, content):
    """The paper is kept, then its picture is asked for: the second reader of the same bytes."""
    with tenant_scope(here.tenant.id):
        try:
            kept = attach(by=here.lead, subject="case:a", file=io.BytesIO(content), name=name, at=NOW)
        except AttachmentRefused as refused:
            return str(refused)
        picture_of(store_of(here.tenant.id).path(kept.stored_name), kept.kind)
    return "받음"


def offline_copy(here, _name, content):
    content = content.replace(b"%s", TOKEN.encode()).replace(b"LINE", here.line_id.encode())
    return here.clients["dong"].post(
        reverse("emergency:sync", args=[here.copy_id]), content, content_type="application/json"
    )


def blind_tokens(_here, _name, content, tmp_path):
    path = tmp_path / "tokens"
    for side, read in (("agency", read_lines), ("district", read_people)):
        path.write_bytes(b'{"scheme":"duru-clk-1","side":"%s"}\n' % side.encode() + content)
        try:
            read(path)
        except BlindRefused as refused:
            said = str(refused)
    return said


def national_statistics(_here, _name, content):
    try:
        unseal(content, {})
    except Refused as refused:
        return refused.message


DOORS = {
    "table": [intake, list_of_recipients, catalogue, place("facilities"), place("buildings"), attachment],
    "packed table": [place("facilities"), place("buildings"), intake],
    "workbook": [intake, list_of_recipients, place("facilities"), attachment, place("buildings")],
    "map": [place("boundaries"), place("land"), attachment],
    "paper": [attachment, seal, intake],
    "message": [offline_copy, blind_tokens, national_statistics],
}  # fmt: skip


@contextmanager
def measured():
    """Yield what fills up with the CPU seconds, children's too, and the KiB by which the peak of this process grew."""
    with open("/proc/self/clear_refs", "w") as refs:
        refs.write("5")
    before, began, found = _status("VmHWM"), sum(os.times()[:4]), {}
    yield found
    found["s"], found["kib"] = sum(os.times()[:4]) - began, _status("VmHWM") - before


def _status(name: str) -> int:
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith(name))


def faults_of(here, names, doors_of, tmp_path) -> tuple[int, list[str]]:
    """Push each file through its doors; returns how many went through and what was wrong with the answers."""
    n, wrong = 0, []
    for name in names:
        family, suffix, make = FILES[name]
        content = make()
        for door in doors_of(DOORS[family]):
            n += 1
            label, more = f"{name} → {door.__name__}", {"tmp_path": tmp_path} if door is blind_tokens else {}
            try:
                with measured() as used, transaction.atomic():
                    answer = door(here, f"가나다{suffix}", content, **more)
                    transaction.set_rollback(True)
            except Exception as error:
                wrong.append(f"{label}: {type(error).__name__} {str(error)[:120]}")
                continue
            status = getattr(answer, "status_code", 200)
            text = answer if isinstance(answer, str) else answer.content.decode()
            if status >= 400 and text.startswith("{"):
                text = json.loads(text)["detail"]
            if status >= 500 or not (_HANGUL.search(text) or status == 200):
                wrong.append(f"{label}: {status} {text[:80]}")
            if used["s"] > MOST_SECONDS or used["kib"] > MOST_KIB:
                wrong.append(f"{label}: {used['s']:.1f} s, {used['kib'] >> 10} MiB")
    return n, wrong


@pytest.mark.promise("input.files")
def test_every_hostile_file_is_read_or_refused_soon_with_little_memory(here, tally, tmp_path):
    assert len(FILES) >= 60
    turn = iter(range(len(FILES)))
    # Each file at one door, the doors of a family in turn; every file at every door is the night's.
    n, wrong = faults_of(here, FILES, lambda doors: [doors[next(turn) % len(doors)]], tmp_path)
    tally(tried=n, failed=len(wrong))
    assert wrong == []


@pytest.mark.slow
@pytest.mark.promise("input.files")
def test_every_hostile_file_at_every_door_it_fits(here, tally, tmp_path):
    n, wrong = faults_of(here, FILES, lambda doors: doors, tmp_path)
    tally(tried=n, failed=len(wrong))
    assert wrong == []
