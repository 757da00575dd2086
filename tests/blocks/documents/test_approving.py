"""Who wrote does not decide; the last signature gives number and day, once."""

import signal
import subprocess
import sys
import threading
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection

from duru.blocks.access.api import Membership, NotAllowed, Role
from duru.blocks.audit.api import list_entries
from duru.blocks.documents.api import (
    ChangedMeanwhile,
    DocumentRefused,
    LineStep,
    Recipient,
    approve,
    documents_waiting_for,
    draft_letter,
    issue,
    propose_line,
    record_absence,
    return_draft,
    revise_draft,
    send_to_onnara,
    submit_for_approval,
    take_back_from_onnara,
    withdraw_from_approval,
)
from duru.blocks.documents.enums import Rank
from duru.blocks.documents.events import DocumentIssued, DocumentReturned
from duru.blocks.documents.models import Absence, ApprovalStep, Document, DocumentRegister
from duru.blocks.documents.operations.posts import appoint_signatory, set_delegation
from duru.blocks.tenancy.api import add_tenant, subscribe, tenant_scope
from duru.blocks.tenancy.jobs import _subscribers
from tests.blocks.documents.house import CASE, MACHINE, NOW, TODAY, member, office

PLAIN = {"heading": "협의 결과 알림", "text": "알려 드립니다."}
RECEIPT = {"matter": "묘지", "receipt_no": "1", "received_at": "오늘", "due_on": TODAY, "officer": "백서연"}
RULE = "해오름구 사무전결처리규칙 별표 노인장애인과 3"


@pytest.fixture
def told():
    """What subscribers will be told, in order."""
    heard: list = []
    before = {key: list(value) for key, value in _subscribers.items()}
    for event in (DocumentIssued, DocumentReturned):
        subscribe(event)(heard.append)
    yield heard
    _subscribers.clear()
    _subscribers.update(before)


@pytest.fixture
def posts(here):
    for who, rank in ((here.leader, Rank.TEAM_LEAD), (here.head, Rank.HEAD), (here.mayor, Rank.MAYOR)):
        appoint_signatory(
            by=MACHINE, membership_id=who.membership_id, rank=rank, department=who.department, from_on=date(2026, 1, 1), at=NOW
        )  # fmt: skip
    set_delegation(by=MACHINE, rank=Rank.HEAD, basis=RULE, effective_from=date(2026, 1, 1), at=NOW, kind="plain")
    return here


def draft(by, kind="plain", fields=PLAIN):
    return draft_letter(
        by=by, subject=CASE, kind=kind, fields=fields, to=Recipient("김하늘", "나래로 7"), on=TODAY, at=NOW
    )


def line(*people, roles=()):
    roles = roles or [*["review"] * (len(people) - 1), "approve"]
    return [LineStep(role, who.membership_id) for role, who in zip(roles, people, strict=True)]


def submitted(here, *people):
    letter = draft(here.officer)
    return submit_for_approval(by=here.officer, document=letter.public_id, line=line(*people), seen=1, at=NOW)


def queued() -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT args->>'event_key', args->'payload'->>'document' FROM procrastinate_jobs ORDER BY id")
        return [(key.rsplit(".", 1)[1], document) for key, document in cursor.fetchall() if key]


def test_the_last_signature_gives_number_and_day_and_tells_it(posts):
    letter = submitted(posts, posts.leader, posts.head)
    assert (letter.state, letter.number, letter.revision) == ("in_approval", "", 2)
    letter = approve(by=posts.leader, document=letter.public_id, seen=2, at=NOW, comment="이견 없음")
    assert letter.state == "in_approval"
    letter = approve(by=posts.head, document=letter.public_id, seen=3, at=NOW)
    assert (letter.state, letter.number, letter.effective_on) == ("issued", "해오름구-노인장애인과-1", TODAY)
    assert letter.decided_by == "민과장"
    steps = letter.steps.order_by("position").values_list("role", "name", "state", "signed_as", "comment")
    assert list(steps) == [
        ("draft", "백서연", "done", "own", ""), ("review", "조팀장", "done", "own", "이견 없음"), ("approve", "민과장", "done", "delegated", ""),
    ]  # fmt: skip
    assert queued() == [("DocumentIssued", letter.public_id)]
    assert list(list_entries().filter(action__in=["기안", "결재 올림", "검토", "결재"]).values_list("action", flat=True).order_by("id")) == [
        "기안", "결재 올림", "검토", "결재",
    ]  # fmt: skip


def test_the_day_is_that_of_seoul(posts):
    letter = submitted(posts, posts.head)
    evening = datetime(2026, 11, 23, 15, 30, tzinfo=UTC)
    assert approve(by=posts.head, document=letter.public_id, seen=2, at=evening).effective_on == date(2026, 11, 24)


@pytest.mark.parametrize(
    ("people", "roles", "sentence"),
    [
        ([], ["approve"], "결재할 사람"),
        (["leader"], ["review"], "마지막 한 사람만"),
        (["leader", "head"], ["approve", "approve"], "마지막 한 사람만"),
        (["officer"], ["approve"], "기안한 사람"),
        (["officer", "head"], ["review", "approve"], "기안한 사람"),
        (["head", "head"], ["review", "approve"], "한 번만"),
        (["leader"], ["approve"], "과장 이상이 결재"),
        (["leader", "head"], ["draft", "approve"], "저절로"),
    ],
)
def test_a_line_that_the_rules_do_not_allow_is_refused(posts, people, roles, sentence):
    letter = draft(posts.officer)
    steps = line(*(getattr(posts, each) for each in people), roles=roles) if people else []
    with pytest.raises(DocumentRefused, match=sentence):
        submit_for_approval(by=posts.officer, document=letter.public_id, line=steps, seen=1, at=NOW)
    assert ApprovalStep.objects.count() == 0


def test_who_drafted_first_does_not_decide_what_another_submits(posts):
    letter = draft(posts.head)
    with pytest.raises(DocumentRefused, match="처음 기안한 사람"):
        submit_for_approval(by=posts.officer, document=letter.public_id, line=line(posts.head), seen=1, at=NOW)


def test_without_a_rule_only_the_mayor_decides(posts):
    letter = draft(posts.officer, "receipt", RECEIPT)
    Document.objects.update(needs_approval=True)
    with pytest.raises(DocumentRefused, match="구청장 이상"):
        submit_for_approval(by=posts.officer, document=letter.public_id, line=line(posts.head), seen=1, at=NOW)
    submit_for_approval(by=posts.officer, document=letter.public_id, line=line(posts.mayor), seen=1, at=NOW)
    assert (
        approve(by=posts.mayor, document=letter.public_id, seen=2, at=NOW).steps.get(role="approve").signed_as == "own"
    )


def test_a_line_is_proposed_by_posts_and_rule(posts):
    proposed = propose_line(posts.officer, kind="plain", department="노인장애인과", on=TODAY)
    assert proposed == line(posts.leader, posts.head)
    assert propose_line(posts.leader, kind="plain", department="노인장애인과", on=TODAY) == line(posts.head)
    everybody = propose_line(posts.officer, kind="refusal", department="노인장애인과", on=TODAY)
    assert everybody == line(posts.leader, posts.head, posts.mayor)
    assert propose_line(posts.officer, kind="plain", department="노인장애인과", on=date(2025, 12, 31)) == []


def test_the_rule_that_says_most_wins_and_counts_from_its_day(posts):
    set_delegation(
        by=MACHINE,
        rank=Rank.TEAM_LEAD,
        basis=RULE,
        effective_from=date(2026, 12, 1),
        at=NOW,
        kind="plain",
        department="노인장애인과",
    )
    ask = {"kind": "plain", "department": "노인장애인과"}
    assert propose_line(posts.officer, on=date(2026, 11, 30), **ask)[-1].membership_id == posts.head.membership_id
    assert propose_line(posts.officer, on=date(2026, 12, 1), **ask)[-1].membership_id == posts.leader.membership_id


def test_it_is_signed_in_turn(posts):
    letter = submitted(posts, posts.leader, posts.head)
    assert [list(documents_waiting_for(who, on=TODAY)) for who in (posts.leader, posts.head, posts.officer)] == [
        [letter],
        [],
        [],
    ]
    with pytest.raises(NotAllowed, match="조팀장"):
        approve(by=posts.head, document=letter.public_id, seen=2, at=NOW)
    approve(by=posts.leader, document=letter.public_id, seen=2, at=NOW)
    assert [list(documents_waiting_for(who, on=TODAY)) for who in (posts.leader, posts.head)] == [[], [letter]]
    with pytest.raises(NotAllowed):
        approve(by=MACHINE, document=letter.public_id, seen=3, at=NOW)


def test_a_return_needs_a_reason_and_begins_a_new_round(posts, told):
    letter = submitted(posts, posts.leader, posts.head)
    with pytest.raises(DocumentRefused, match="까닭"):
        return_draft(by=posts.leader, document=letter.public_id, seen=2, reason=" ", at=NOW)
    approve(by=posts.leader, document=letter.public_id, seen=2, at=NOW)
    letter = return_draft(by=posts.head, document=letter.public_id, seen=3, reason="근거 조문을 적을 것", at=NOW)
    assert (letter.state, letter.steps.get(position=2).comment) == ("returned", "근거 조문을 적을 것")
    assert queued() == [("DocumentReturned", letter.public_id)]
    letter = revise_draft(by=posts.officer, document=letter.public_id, seen=4, at=NOW, title="고침")
    letter = submit_for_approval(
        by=posts.officer, document=letter.public_id, line=line(posts.leader, posts.head), seen=5, at=NOW
    )
    approve(by=posts.leader, document=letter.public_id, seen=6, at=NOW)
    letter = approve(by=posts.head, document=letter.public_id, seen=7, at=NOW)
    assert (letter.state, letter.round_no, letter.steps.count()) == ("issued", 2, 6)


def test_what_was_signed_does_not_change(posts):
    letter = submitted(posts, posts.head)
    with pytest.raises(DocumentRefused, match="‘결재 중’"):
        revise_draft(by=posts.officer, document=letter.public_id, seen=2, at=NOW, title="몰래")
    approve(by=posts.head, document=letter.public_id, seen=2, at=NOW)
    with pytest.raises(DocumentRefused, match="‘시행’"):
        revise_draft(by=posts.officer, document=letter.public_id, seen=3, at=NOW, title="몰래")


def test_it_is_taken_back_while_nobody_has_signed(posts):
    letter = submitted(posts, posts.leader, posts.head)
    with pytest.raises(NotAllowed):
        withdraw_from_approval(by=posts.leader, document=letter.public_id, seen=2, at=NOW)
    letter = withdraw_from_approval(by=posts.officer, document=letter.public_id, seen=2, at=NOW)
    assert (letter.state, letter.steps.count()) == ("draft", 0)
    letter = submit_for_approval(
        by=posts.officer, document=letter.public_id, line=line(posts.leader, posts.head), seen=3, at=NOW
    )
    approve(by=posts.leader, document=letter.public_id, seen=4, at=NOW)
    with pytest.raises(DocumentRefused, match="이미 서명한"):
        withdraw_from_approval(by=posts.officer, document=letter.public_id, seen=5, at=NOW)


def away(here, who, deputy, *, days=3, by=MACHINE):
    absent, stand_in = (Membership.objects.get(id=each.membership_id) for each in (who, deputy))
    return record_absence(
        by=by,
        member=absent,
        deputy=stand_in,
        from_on=TODAY,
        until_on=TODAY + timedelta(days=days),
        reason="출장",
        at=NOW,
    )


def test_a_stand_in_signs_for_who_is_away_and_only_then(posts):
    letter = submitted(posts, posts.head)
    away(posts, posts.head, posts.leader)
    assert list(documents_waiting_for(posts.leader, on=TODAY)) == [letter]
    back = NOW + timedelta(days=3)
    with pytest.raises(NotAllowed):
        approve(by=posts.leader, document=letter.public_id, seen=2, at=back)
    step = approve(by=posts.leader, document=letter.public_id, seen=2, at=NOW).steps.get(role="approve")
    assert (step.signed_as, step.name, step.signed_name) == ("acting", "민과장", "조팀장")


def test_who_wrote_does_not_stand_in(posts):
    letter = submitted(posts, posts.head)
    away(posts, posts.head, posts.officer)
    assert list(documents_waiting_for(posts.officer, on=TODAY)) == []
    with pytest.raises(NotAllowed, match="대결할 수 없습니다"):
        approve(by=posts.officer, document=letter.public_id, seen=2, at=NOW)


def test_absences_are_whole_and_ones_own(posts):
    with pytest.raises(DocumentRefused, match="첫날보다"):
        away(posts, posts.head, posts.leader, days=0)
    with pytest.raises(DocumentRefused, match="다른 사람"):
        away(posts, posts.head, posts.head)
    with pytest.raises(NotAllowed):
        away(posts, posts.head, posts.leader, by=posts.leader)
    away(posts, posts.head, posts.leader, by=posts.head)
    assert away(posts, posts.head, posts.mayor, days=1).deputy_id == posts.mayor.membership_id
    assert Absence.objects.count() == 1


def test_what_needs_no_approval_is_issued_at_once_and_nothing_else(posts):
    receipt, plain = draft(posts.officer, "receipt", RECEIPT), draft(posts.officer)
    with pytest.raises(DocumentRefused, match="결재를 받아야"):
        issue(by=posts.officer, document=plain.public_id, seen=1, at=NOW)
    issued = issue(by=posts.officer, document=receipt.public_id, seen=1, at=NOW)
    assert (issued.state, issued.number, issued.decided_by) == ("issued", "해오름구-노인장애인과-1", "")
    with pytest.raises(ChangedMeanwhile):
        issue(by=posts.officer, document=receipt.public_id, seen=1, at=NOW)


def test_onnara_gives_number_and_day(posts):
    letter = draft(posts.officer)
    back = {"number": "노인장애인과-4711", "effective_on": TODAY, "approved_by": "민과장", "at": NOW}
    with pytest.raises(DocumentRefused, match="온-나라로 보낸"):
        take_back_from_onnara(by=posts.officer, document=letter.public_id, seen=1, **back)
    send_to_onnara(by=posts.officer, document=letter.public_id, seen=1, at=NOW)
    with pytest.raises(DocumentRefused, match="오늘보다"):
        take_back_from_onnara(
            by=posts.officer, document=letter.public_id, seen=2, **back | {"effective_on": TODAY + timedelta(days=1)}
        )
    letter = take_back_from_onnara(by=posts.officer, document=letter.public_id, seen=2, **back)
    assert (letter.state, letter.number, letter.from_onnara) == ("issued", "노인장애인과-4711", True)
    again = take_back_from_onnara(by=posts.officer, document=letter.public_id, seen=2, **back)
    assert (again.pk, queued(), DocumentRegister.objects.count()) == (
        letter.pk,
        [("DocumentIssued", letter.public_id)],
        0,
    )
    other = draft(posts.officer)
    send_to_onnara(by=posts.officer, document=other.public_id, seen=1, at=NOW)
    with pytest.raises(DocumentRefused, match="다른 문서의 번호"):
        take_back_from_onnara(by=posts.officer, document=other.public_id, seen=2, **back)
    assert return_draft(by=posts.officer, document=other.public_id, seen=2, reason="보완", at=NOW).state == "returned"


@pytest.mark.parametrize("role", list(Role))
def test_who_may_sign(posts, role):
    actor = member(posts.office, f"김{role}", role=role)
    set_delegation(by=MACHINE, rank=Rank.OFFICER, basis=RULE, effective_from=date(2026, 2, 1), at=NOW, kind="plain")
    letter = submitted(posts, actor)
    if role not in (Role.AGENCY_WORKER, Role.RECORDER, Role.ADMIN, Role.HEALTH_WORKER, Role.HOSPITAL_WORKER):
        assert approve(by=actor, document=letter.public_id, seen=2, at=NOW).state == "issued"
    else:
        with pytest.raises(NotAllowed):
            approve(by=actor, document=letter.public_id, seen=2, at=NOW)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_sign_at_once_one_does_and_the_other_is_told():
    tenant = add_tenant(code="9999900000", name="해오름구")
    with tenant_scope(tenant.id):
        gu = office()
        officer, head, deputy = (member(gu, name) for name in ("백서연", "민과장", "조팀장"))
        set_delegation(by=MACHINE, rank=Rank.OFFICER, basis=RULE, effective_from=date(2026, 1, 1), at=NOW)
        away(None, head, deputy, days=1)
        letter = draft(officer)
        submit_for_approval(by=officer, document=letter.public_id, line=line(head), seen=1, at=NOW)
    came, start = [], threading.Barrier(2)

    def sign(who):
        try:
            with tenant_scope(tenant.id):
                start.wait(timeout=30)
                came.append(approve(by=who, document=letter.public_id, seen=2, at=NOW).number)
        except ChangedMeanwhile:
            came.append("told")
        finally:
            connection.close()

    threads = [threading.Thread(target=sign, args=(who,)) for who in (head, deputy)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(timeout=60)
    assert sorted(came) == ["told", "해오름구-노인장애인과-1"]
    with tenant_scope(tenant.id):
        assert (DocumentRegister.objects.get().last_no, Document.objects.get().number) == (1, "해오름구-노인장애인과-1")


@pytest.mark.django_db(transaction=True)
def test_a_kill_before_the_issue_commits_takes_no_number_and_leaves_the_step_waiting(database_environ, tmp_path):
    tenant = add_tenant(code="9999900000", name="해오름구")
    with tenant_scope(tenant.id):
        gu = office()
        officer, head = (member(gu, name) for name in ("백서연", "민과장"))
        set_delegation(by=MACHINE, rank=Rank.OFFICER, basis=RULE, effective_from=date(2026, 1, 1), at=NOW)
        letter = draft(officer)
        submit_for_approval(by=officer, document=letter.public_id, line=line(head), seen=1, at=NOW)
    code = (
        "import django; django.setup()\n"
        "from datetime import datetime, UTC\n"
        "from duru.blocks.tenancy.api import tenant_scope\n"
        "from duru.blocks.access.api import Membership, actor_of\n"
        "from duru.blocks.documents.api import approve\n"
        f"with tenant_scope({tenant.id}):\n"
        f"    m = Membership.objects.select_related('user', 'organisation').get(id={head.membership_id})\n"
        f"    approve(by=actor_of(m), document={letter.public_id!r}, seen=2, at=datetime(2026, 11, 23, 1, tzinfo=UTC))\n"
    )
    environ = database_environ | {"DURU_FAULT": "documents.before_issue_commit", "DURU_HOME": str(tmp_path)}
    assert subprocess.run([sys.executable, "-c", code], env=environ, check=False).returncode == -signal.SIGKILL
    with tenant_scope(tenant.id):
        assert list(documents_waiting_for(head, on=TODAY)) == [letter]
        assert approve(by=head, document=letter.public_id, seen=2, at=NOW).number == "해오름구-노인장애인과-1"


def test_who_takes_up_a_letter_of_the_machine_is_its_drafter_and_may_not_decide_it(here):
    letter = draft_letter(
        by=MACHINE, subject=CASE, kind="plain", fields={"heading": "알림", "text": "글"}, to=Recipient("김하늘"), on=TODAY, at=NOW,
        organisation_id=here.office.id, department="노인장애인과",
    )  # fmt: skip
    assert letter.drafted_by_id is None
    taken = revise_draft(by=here.officer, document=letter.public_id, seen=1, at=NOW, body="다른 글")
    assert (taken.drafted_by_id, taken.drafter_name) == (here.officer.membership_id, "백서연")
    appoint_signatory(
        by=MACHINE, membership_id=here.officer.membership_id, rank=Rank.MAYOR, from_on=TODAY, department="", at=NOW
    )
    line = [LineStep("approve", here.officer.membership_id)]
    with pytest.raises(DocumentRefused, match="처음 기안한 사람"):
        submit_for_approval(by=here.leader, document=letter.public_id, line=line, seen=2, at=NOW)
