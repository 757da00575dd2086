"""JSON for programs at the counter: who an applicant may be."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema
from pydantic import AfterValidator, Field

from duru.blocks.audit.api import record_look
from duru.blocks.linkage.permissions import FIND
from duru.blocks.linkage.queries.finding import Applicant, find_person
from duru.blocks.registry.api import Purpose, person_ref
from duru.blocks.tenancy.api import make_transaction_read_only

router = Router(tags=["사람 찾기"])


def _without_nul(text: str) -> str:
    if "\0" in text:
        raise ValueError("글자가 아닌 것이 들어 있습니다.")
    return text


Typed = Annotated[str, Field(max_length=400), AfterValidator(_without_nul)]
Name = Annotated[str, Field(min_length=1, max_length=120), AfterValidator(_without_nul)]


class ApplicantIn(Schema):
    """What the applicant says, as typed, and why somebody asks."""

    name: Name = Field(description="성명. 띄어쓰기, 님, 로마자도 됩니다.")
    birth: Typed = Field("", description="생년월일: 1951-12-24, 511224, 1951, 음력 51.12.24 …")
    sex: Typed = Field("", description="성별: 남, 여, M, F")
    phone: Typed = Field("", description="전화번호")
    address: Typed = Field("", description="도로명이나 지번 주소")
    purpose: Purpose = Field(description="왜 찾는지. 열람 기록에 남습니다.")
    note: Annotated[str, Field(max_length=100), AfterValidator(_without_nul)] = Field(
        "", description="목적에 덧붙일 말"
    )
    limit: int = Field(10, ge=1, le=20, description="몇 사람까지")


class ReasonOut(Schema):
    """One field's evidence, in words and bits."""

    field: str
    level: str
    sentence: str
    bits: float


class CandidateOut(Schema):
    """One person the applicant may be; see `duru.blocks.linkage.api.Candidate`."""

    public_id: str
    name: str
    birth_on: date | None
    birth_year: int | None
    sex: str
    address: str
    is_register: bool
    status: str
    probability: float = Field(description="0–1, 다른 후보와 '아무도 아님'까지 견준 확률")
    bits: float
    margin: float | None = Field(description="다음 후보보다 몇 비트 앞서는지. 다음이 없으면 null")
    band: str = Field(description="certain 확실, review 확인 필요, new 따로")
    reasons: list[ReasonOut]


@router.post("/find-person", response=list[CandidateOut], summary="신청인이 누구인지 찾기")
def find(request: HttpRequest, applicant: ApplicantIn):
    """이름·생년월일·성별·전화·주소를 적힌 대로 보내면 누구일 수 있는지 확률과 까닭을 돌려줍니다.

    볼 수 없는 사람(비공개 대상)은 없는 사람과 같습니다. 찾은 사람마다 목적과 함께 열람 기록에 남습니다.
    """
    make_transaction_read_only()
    actor = request.actor  # type: ignore[attr-defined]  # set by the middleware of access
    found = find_person(
        Applicant(applicant.name, applicant.birth, applicant.sex, applicant.phone, applicant.address),
        by=actor,
        today=timezone.localdate(),
        limit=applicant.limit,
    )
    why = str(applicant.purpose.label)
    record_look(
        actor=actor.audit,
        action="신청인 찾기",
        purpose=f"{why}: {applicant.note.strip()}" if applicant.note.strip() else why,
        subjects=[person_ref(candidate.public_id) for candidate in found],
    )
    return found


find.needs_permission = FIND  # type: ignore[attr-defined]  # stated as for pages; find_person checks it
