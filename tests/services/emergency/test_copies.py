"""The file that leaves the house: what it holds, who can open it, and how its check-offs come back."""

import base64
import json
import re
from datetime import timedelta

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC
from django.test import Client

from duru.blocks.audit.api import AuditEntry
from duru.services.emergency.api import CopyRefused, GlassClosed, get_sheet, make_copy, take_checks
from duru.services.emergency.models import CallCheck, CallLine, OfflineCopy
from tests.services.conftest import NOW

PHRASE = "파란 우산 넷 접기"
GIVEN = {
    "passphrase": PHRASE, "hours": 12, "sync_url": "https://duru.example/emergency/sync/@", "tenant_name": "해오름구", "is_demo": True, "at": NOW,
}  # fmt: skip


def opened(file, phrase=PHRASE, head=None):
    """Open a copy as a browser does."""
    head = head or re.search(r'id="head">(.*?)</script>', file)[1]
    facts, body = json.loads(head), json.loads(re.search(r'id="body">(.*?)</script>', file)[1])
    key = PBKDF2HMAC(hashes.SHA256(), 32, base64.b64decode(facts["salt"]), facts["iterations"]).derive(phrase.encode())
    return json.loads(AESGCM(key).decrypt(base64.b64decode(facts["iv"]), base64.b64decode(body), head.encode()))


@pytest.fixture
def file(flood, lead):
    return make_copy(by=lead, incident=flood, **GIVEN).content.decode()


def test_a_copy_tells_nothing_without_its_passphrase_and_cannot_live_longer(file, street):
    assert not any(word in file for word in (*street, "01012345678", "010-1234-5678", "새벽로", "은가람천"))
    content = opened(file)
    assert [line["name"] for line in content["lines"]] == ["최봉례", "박아기"]
    assert "<svg" in content["svg"]
    with pytest.raises(InvalidTag):
        opened(file, "다른 암호문 열 글자")
    head = re.search(r'id="head">(.*?)</script>', file)[1]
    longer = head.replace("2026-11-23T22", "2027-11-23T22")
    assert longer != head
    with pytest.raises(InvalidTag):
        opened(file, head=longer)
    policy = re.search(r'content="(default-src[^"]*)"', file)[1]
    assert "connect-src https://duru.example;" in policy
    assert "unsafe" not in policy


def test_making_a_copy_is_an_export_of_everybody_in_it(file, flood):
    entry = AuditEntry.objects.get(action="오프라인 사본 만들기")
    assert (entry.kind, len(entry.subject_refs)) == ("export", 3)


@pytest.mark.parametrize("change", [{"passphrase": "짧음"}, {"hours": 0}, {"hours": 100}])
def test_a_weak_or_lasting_copy_is_refused(flood, lead, change):
    with pytest.raises(CopyRefused):
        make_copy(by=lead, incident=flood, **{**GIVEN, **change})
    assert not OfflineCopy.objects.exists()


def test_nobody_takes_a_copy_past_the_glass(flood, lead):
    with pytest.raises(GlassClosed):
        make_copy(by=lead, incident=flood, **{**GIVEN, "at": NOW + timedelta(hours=13)})


def checks_of(content, *states, at=NOW):
    line = content["lines"][0]["id"]
    return [
        {
            "id": f"check-000{n}",
            "line": line,
            "state": state,
            "note": "메모",
            "at": (at + timedelta(minutes=n)).isoformat(),
        }
        for n, state in enumerate(states)
    ]


def test_check_offs_come_back_once_and_the_later_one_counts(file, flood, lead):
    content, copy = opened(file), OfflineCopy.objects.get()
    given = {"copy_id": copy.public_id, "token": content["sync"]["token"], "at": NOW + timedelta(hours=2)}
    checks = checks_of(content, "no_answer", "moved")
    strange = [
        {"id": "x", "line": "nobody", "state": "safe", "at": "morgen"},
        {**checks[0], "id": "check-later", "at": "2030-01-01T00:00:00+09:00"},
        {**checks[0], "id": "check-state", "state": "flown"},
    ]
    assert take_checks(**given, checks=[checks[1], *strange, checks[0]]) == 2
    assert take_checks(**given, checks=checks) == 0
    line = CallLine.objects.get(public_id=content["lines"][0]["id"])
    assert (line.state, line.state_by) == ("moved", lead.name)
    assert CallCheck.objects.count() == 2
    with pytest.raises(CopyRefused):
        take_checks(**{**given, "token": "guessed"}, checks=checks)
    with pytest.raises(CopyRefused):
        take_checks(**{**given, "at": copy.until_at + timedelta(days=4)}, checks=checks)


def test_the_address_of_a_copy_answers_without_a_login_and_tells_nothing(file, flood, lead):
    content, copy = opened(file), OfflineCopy.objects.get()
    OfflineCopy.objects.update(until_at=NOW + timedelta(days=36_500))
    browser, address = Client(enforce_csrf_checks=True), f"/emergency/sync/{copy.public_id}"

    def send(body):
        answer = browser.post(address, body, content_type="text/plain;charset=UTF-8")
        assert answer["Access-Control-Allow-Origin"] == "*"
        return answer.status_code, answer.json()

    body = {"token": content["sync"]["token"], "checks": checks_of(content, "safe", at=NOW - timedelta(days=3650))}
    assert send(json.dumps(body)) == (200, {"received": 1})
    assert send(json.dumps({**body, "token": "guessed"}))[0] == 403
    for nonsense in ("", "{", "[]", '{"token": 1}', '{"token": "x", "checks": 5}'):
        assert send(nonsense)[0] in (400, 403), nonsense
    assert browser.get(address).status_code == 405
    assert get_sheet(lead, flood, at=NOW).lines[0].state in ("waiting", "safe")
