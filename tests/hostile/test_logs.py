"""What is planted in requests and rows is found in no log, no job and no entry of the log of looks."""

import logging

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse

from duru.blocks.tenancy.api import tenant_scope
from duru.site.demo.accounts import PASSWORD

pytestmark = pytest.mark.django_db
NAME, PHONE, RRN, WRONG = "남궁심은", "01087654321", "850101-2345678", "틀린-비밀번호-심음"


def test_nothing_planted_comes_into_a_log_a_job_or_an_entry(here, caplog):
    caplog.set_level(logging.DEBUG)
    # What the test's own browser says of the bodies it sends is no log of ours.
    logging.getLogger("django.request").setLevel(logging.DEBUG)
    for password in (WRONG, PASSWORD):
        Client().post(reverse("account_login"), {"login": "dong@haeoreum.example", "password": password})
    official, agency = here.clients["dong"], here.clients["agency"]
    official.post(
        reverse("registry:search"), {"name": NAME, "birth_year": "1985", "phone_tail": "4321", "dong_code": ""}
    )
    official.get(f"/people/{NAME}/")
    official.get("/people/", {"name": NAME, "q": PHONE})
    official.post(
        "/api/find-person", {"name": NAME, "phone": PHONE, "purpose": "counselling"}, content_type="application/json"
    )
    with tenant_scope(here.tenant.id):
        form = agency.get(reverse("exchange:upload")).context["form"]
        mine = form.fields["organisation"].queryset.values_list("id", flat=True)[0]
    table = f"성명,생년월일,전화번호,주민등록번호,품목,제공일\n{NAME},1985-01-01,{PHONE},{RRN},쌀,2026-11-01\n{NAME},엉터리,{PHONE},{RRN},쌀,x\n"
    agency.post(
        reverse("exchange:upload"),
        {"organisation": mine, "dataset": "handouts", "file": SimpleUploadedFile("명단.csv", table.encode())}, follow=True,
    )  # fmt: skip
    kept = [caplog.text]
    with tenant_scope(here.tenant.id), connection.cursor() as cursor:
        for rows in ("procrastinate_jobs", "audit_auditentry"):
            cursor.execute(f"SELECT coalesce(string_agg(t::text, ' '), '') FROM {rows} AS t")
            kept += cursor.fetchone()
    assert len(kept[2]) > 100
    planted = (NAME, PHONE, "8765", RRN, "2345678", WRONG, PASSWORD, settings.SECRET_KEY, official.session.session_key)
    assert [(word, at) for at, text in enumerate(kept) for word in planted if word in text] == []
