"""Letters of the demo district at every stage, about its cases. All invented; made by the product's own deeds."""

from datetime import date, datetime, timedelta
from io import BytesIO

from duru.blocks.access.api import Actor, Membership, actor_of, system_actor
from duru.blocks.casework.api import Case
from duru.blocks.documents.api import (
    LineStep,
    Recipient,
    appoint_signatory,
    approve,
    attach,
    deliver,
    documents_of,
    draft_letter,
    issue,
    mark_posted,
    mark_served,
    return_draft,
    set_delegation,
    submit_for_approval,
)
from duru.blocks.documents.enums import LetterKind, Rank, StepRole
from duru.blocks.tenancy.api import tenant_scope

_OFFICER, _HEAD, _MAYOR = "permit@haeoreum.example", "head@haeoreum.example", "mayor@haeoreum.example"
_RULE = "시험자료: 해오름구 사무전결처리규칙 별표"
_DAY = timedelta(days=1)


def make_letters(tenant_id: int, *, now: datetime) -> int:
    """Write letters about the demo's cases: a receipt, a consultation, two that wait, one returned, a refusal that was served.

    Returns how many documents there are about the cases. Safe to repeat; does nothing where there are no cases.
    """
    with tenant_scope(tenant_id):
        cases = {case.applicant_name: case for case in Case.objects.filter(parent__isnull=True)}
        about = [f"case:{case.public_id}" for case in cases.values()]
        if not cases or any(documents_of(each).exists() for each in about):
            return sum(documents_of(each).count() for each in about)
        members = Membership.objects.select_related("user", "organisation")
        who = {each.user.email: actor_of(each) for each in members.filter(user__email__in=[_OFFICER, _HEAD, _MAYOR])}
        _Desk(who[_OFFICER], who[_HEAD], who[_MAYOR], cases, now).fill()
        return sum(documents_of(each).count() for each in about)


class _Desk:
    """The permit officer's desk."""

    def __init__(self, officer: Actor, head: Actor, mayor: Actor, cases: dict[str, Case], now: datetime):
        self.officer, self.head, self.mayor, self.cases, self.now = officer, head, mayor, cases, now

    def fill(self) -> None:
        self._posts()
        self._receipt("김다온", self.now - 2 * _DAY)
        self._consultation("박나루", self.now - 7 * _DAY)
        self._supplement("해오름박씨종중", self.now - 4 * _DAY)
        self._returned("최아라", self.now - 3 * _DAY)
        self._refusal("정한별", self.now - 12 * _DAY)

    def _posts(self) -> None:
        by, since = system_actor("시험자료 만들기"), date(self.now.year, 1, 1)
        for actor, rank in ((self.head, Rank.HEAD), (self.mayor, Rank.MAYOR)):
            appoint_signatory(
                by=by, membership_id=actor.membership_id, rank=rank, department=actor.department, from_on=since, at=self.now
            )  # fmt: skip
        set_delegation(by=by, rank=Rank.HEAD, basis=_RULE, effective_from=since, at=self.now)
        set_delegation(by=by, kind=LetterKind.REFUSAL, rank=Rank.MAYOR, basis=_RULE, effective_from=since, at=self.now)

    def _write(self, name: str, kind: str, at: datetime, to: Recipient | None = None, **fields):
        case = self.cases[name]
        return draft_letter(
            by=self.officer, subject=f"case:{case.public_id}", kind=kind, fields={"matter": case.title, **fields},
            to=to or Recipient(name, "한빛특별시 해오름구 나래로 7", "01234"), on=at.date(), at=at,
        )  # fmt: skip

    def _submit(self, letter, at: datetime, *people: Actor):
        *reviewers, decider = people
        line = [LineStep(StepRole.REVIEW, each.membership_id) for each in reviewers]
        line.append(LineStep(StepRole.APPROVE, decider.membership_id))
        return submit_for_approval(by=self.officer, document=letter.public_id, line=line, seen=1, at=at)

    def _receipt(self, name: str, at: datetime) -> None:
        case = self.cases[name]
        letter = self._write(
            name, LetterKind.RECEIPT, at, receipt_no=case.receipt_no, received_at=f"{at:%Y-%m-%d} 10:00",
            due_on=(at + 7 * _DAY).date(), officer="노인장애인과 백서연",
        )  # fmt: skip
        letter = issue(by=self.officer, document=letter.public_id, seen=1, at=at)
        delivery = deliver(by=self.officer, document=letter.public_id, how="pickup", at=at)
        mark_served(by=self.officer, delivery=delivery.public_id, on=at.date(), at=at, note="창구에서 본인 수령")
        attach(
            by=self.officer, subject=f"case:{case.public_id}", file=BytesIO("지어낸 토지사용승낙서입니다.".encode()),
            name="토지사용승낙서.txt", label="토지사용승낙서", at=at, from_applicant=True,
        )  # fmt: skip

    def _consultation(self, name: str, at: datetime) -> None:
        case = self.cases[name]
        letter = self._write(
            name, LetterKind.CONSULTATION, at, Recipient("산림과장", title=""), receipt_no=case.receipt_no, place="솔바람동 산 12-4",
            questions=["산지전용허가 대상인지", "평균경사도와 복구비"], reply_by_on=(at + 10 * _DAY).date(),
        )  # fmt: skip
        self._submit(letter, at, self.head)
        approve(by=self.head, document=letter.public_id, seen=2, at=at)
        deliver(by=self.officer, document=letter.public_id, how="internal", at=at)

    def _supplement(self, name: str, at: datetime) -> None:
        letter = self._write(
            name, LetterKind.SUPPLEMENT, at, receipt_no=self.cases[name].receipt_no, missing=["종약 또는 종중의 의사를 증명하는 서류", "실측도"],
            reason="신청서에 붙인 도면으로는 구역의 경계를 알 수 없습니다.", until_on=(at + 14 * _DAY).date(),
        )  # fmt: skip
        self._submit(letter, at, self.head)

    def _returned(self, name: str, at: datetime) -> None:
        letter = self._write(
            name, LetterKind.REPORT_CERTIFICATE, at, basis="장사 등에 관한 법률 제15조", holder=name, facts=["가족봉안묘 1기, 9.5㎡"]
        )  # fmt: skip
        self._submit(letter, at, self.head)
        reason = "설치 장소의 지번이 빠졌습니다. 신고 내용에 적어 주세요."
        return_draft(by=self.head, document=letter.public_id, seen=2, reason=reason, at=at + _DAY)

    def _refusal(self, name: str, at: datetime) -> None:
        letter = self._write(
            name, LetterKind.REFUSAL, at, receipt_no=self.cases[name].receipt_no, basis="장사 등에 관한 법률 제17조제2호",
            reasons=["신청한 땅이 상수원보호구역에 있습니다."],
        )  # fmt: skip
        self._submit(letter, at, self.head, self.mayor)
        approve(by=self.head, document=letter.public_id, seen=2, at=at, comment="현장 확인함")
        approve(by=self.mayor, document=letter.public_id, seen=3, at=at + _DAY)
        delivery = deliver(by=self.officer, document=letter.public_id, how="post", at=at + _DAY, note="등기")
        mark_posted(by=self.officer, deliveries=[delivery.public_id], at=at + _DAY)
        on = (at + 4 * _DAY).date()
        mark_served(by=self.officer, delivery=delivery.public_id, on=on, at=at + 5 * _DAY, note="본인 수령")
