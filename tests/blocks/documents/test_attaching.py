"""Papers are kept with their bytes, in the tenant's own folder, and go for good."""

import hashlib
import io
import os
import signal
import subprocess
import sys

import pytest
from django.db import IntegrityError, transaction

from duru.blocks.access.api import NotAllowed, Role
from duru.blocks.audit.api import list_entries
from duru.blocks.documents.api import AttachmentRefused, attach, attachments_of, destroy_attachment
from duru.blocks.documents.models import Attachment, UploadLimit
from duru.blocks.documents.operations.attaching import sweep_files
from duru.blocks.tenancy.api import add_tenant, tenant_scope
from tests.blocks.documents.house import CASE, MACHINE, NOW, PDF, PNG, TODAY, hwpx, member, office

ROLES_THAT_ATTACH = {Role.WELFARE_LEAD, Role.CASEWORKER, Role.PERMIT_OFFICER, Role.DEPARTMENT_OFFICER}


def lay(by, content=PDF, name="위치도.pdf", **more):
    return attach(by=by, subject=CASE, file=io.BytesIO(content), name=name, at=NOW, **more)


def files_of(folder) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def test_a_paper_is_kept_measured_hashed_and_logged(here, files_folder):
    paper = lay(here.officer, label="위치도")
    assert (paper.kind, paper.size, paper.sha256) == ("pdf", len(PDF), hashlib.sha256(PDF).hexdigest())
    assert (paper.scan_state, paper.scanned_by, paper.get_scan_state_display()) == ("not_scanned", "", "검사 안 함")
    assert list(attachments_of(CASE)) == [paper]
    assert (files_folder / "documents" / str(here.tenant.id) / paper.stored_name).read_bytes() == PDF
    assert list_entries().filter(action="서류 첨부").count() == 1


def test_a_name_that_lies_about_its_kind_is_set_right(here):
    assert (lay(here.officer, PNG, "승낙서.pdf").name, lay(here.officer, PNG, "승낙서.pdf").kind) == (
        "승낙서.png",
        "png",
    )


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"MZ\x90\0" + b"\0" * 300, "위치도.pdf"),
        (hwpx(**{"Contents__section1.xml": b"\0" * (20 << 20)}).getvalue(), "신청서.hwpx"),
        (b"", "빈.pdf"),
    ],
)
def test_what_is_refused_leaves_neither_row_nor_file(here, files_folder, content, name):
    with pytest.raises(AttachmentRefused):
        lay(here.officer, content, name)
    assert (Attachment.objects.count(), files_of(files_folder)) == (0, [])


def test_a_tenants_own_limit_counts_from_its_first_day(here, files_folder):
    UploadLimit.objects.create(largest_bytes=len(PDF) - 1, most_files=2, kinds=["pdf"], effective_from=TODAY)
    with pytest.raises(AttachmentRefused, match="MiB를 넘습니다"):
        lay(here.officer)
    assert files_of(files_folder) == []
    UploadLimit.objects.update(largest_bytes=len(PDF))
    lay(here.officer)
    with pytest.raises(AttachmentRefused, match=r"글\(TXT\) 파일은 받지 않습니다"):
        lay(here.officer, b"abc")
    lay(here.officer)
    with pytest.raises(AttachmentRefused, match="2개까지"):
        lay(here.officer)


@pytest.mark.parametrize("role", list(Role))
def test_who_may_attach(here, role):
    actor = member(here.office, f"김{role}", role=role)
    if role in ROLES_THAT_ATTACH:
        assert lay(actor).added_by_id == actor.membership_id
    else:
        with pytest.raises(NotAllowed):
            lay(actor)


def test_an_applicants_paper_has_no_member_behind_it(here):
    paper = lay(MACHINE, from_applicant=True)
    assert (paper.added_by_id, paper.from_applicant) == (None, True)


def test_a_destroyed_paper_is_gone_with_its_bytes_once_committed(
    here, files_folder, django_capture_on_commit_callbacks
):
    paper = lay(here.officer)
    with pytest.raises(AttachmentRefused, match="까닭"):
        destroy_attachment(by=here.officer, attachment=paper.public_id, reason="  ", at=NOW)
    with django_capture_on_commit_callbacks(execute=True):
        destroy_attachment(by=here.officer, attachment=paper.public_id, reason="잘못 올림", at=NOW)
        assert files_of(files_folder) == [paper.stored_name]
    assert (files_of(files_folder), Attachment.objects.count()) == ([], 0)
    assert list_entries().get(action="서류 파기").purpose == "잘못 올림"


@pytest.mark.promise("wall.around")
def test_another_tenant_sees_neither_row_nor_folder(db, files_folder):
    here, there = add_tenant(code="9999900000", name="해오름구"), add_tenant(code="9999800000", name="달맞이구")
    with tenant_scope(here.id):
        paper = lay(member(office(), "백서연"))
    with tenant_scope(there.id):
        assert list(attachments_of(CASE)) == []
        with pytest.raises(Attachment.DoesNotExist):
            destroy_attachment(by=MACHINE, attachment=paper.public_id, reason="남의 것", at=NOW)
        assert sweep_files(now=NOW.replace(year=2030)) == 0
    assert files_of(files_folder) == [paper.stored_name]


def test_the_sweep_takes_old_files_without_a_row_and_no_other(here, files_folder):
    paper = lay(here.officer)
    folder = files_folder / "documents" / str(here.tenant.id)
    for name, age_s in (("old", 90_000), ("young", 80_000), (".new-torn", 90_000)):
        (folder / name).write_bytes(b"x")
        os.utime(folder / name, (NOW.timestamp() - age_s,) * 2)
    os.utime(folder / paper.stored_name, (NOW.timestamp() - 900_000,) * 2)
    assert sweep_files(now=NOW) == 2
    assert files_of(files_folder) == sorted([paper.stored_name, "young"])


@pytest.mark.django_db(transaction=True)
def test_a_kill_between_file_and_row_leaves_nothing_on_the_screen_and_a_file_to_sweep(
    database_environ, tmp_path, files_folder
):
    tenant = add_tenant(code="9999900000", name="해오름구")
    home = tmp_path / "home"
    code = (
        "import django, io; django.setup()\n"
        "from django.conf import settings\n"
        f"settings.MEDIA_ROOT = {str(files_folder)!r}\n"
        "from datetime import datetime, UTC\n"
        "from duru.blocks.tenancy.api import tenant_scope\n"
        "from duru.blocks.access.api import system_actor\n"
        "from duru.blocks.documents.api import attach\n"
        f"with tenant_scope({tenant.id}):\n"
        f"    attach(by=system_actor(), subject={CASE!r}, file=io.BytesIO({PDF!r}), name='a.pdf', at=datetime.now(UTC))\n"
    )
    died = subprocess.run(
        [sys.executable, "-c", code],
        env=database_environ | {"DURU_FAULT": "documents.file_kept", "DURU_HOME": str(home)},
        check=False,
    )
    assert died.returncode == -signal.SIGKILL
    with tenant_scope(tenant.id):
        assert list(attachments_of(CASE)) == []
        (left,) = files_of(files_folder)
        path = files_folder / "documents" / str(tenant.id) / left
        assert (sweep_files(now=NOW.fromtimestamp(path.stat().st_mtime + 60, tz=NOW.tzinfo)), path.exists()) == (
            0,
            True,
        )
        assert (sweep_files(now=NOW.fromtimestamp(path.stat().st_mtime + 90_000, tz=NOW.tzinfo)), path.exists()) == (
            1,
            False,
        )


def test_the_database_keeps_a_scan_whole(here):
    paper = lay(here.officer)
    with pytest.raises(IntegrityError), transaction.atomic():
        Attachment.objects.filter(pk=paper.pk).update(scan_state="clean")
