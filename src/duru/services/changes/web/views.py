"""The pages of the desk of changes."""

from collections.abc import Callable
from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from duru.blocks.access.api import may, needs
from duru.blocks.audit.api import gated_export, record_look
from duru.blocks.benefits.api import Afterwards
from duru.blocks.documents.api import LetterRefused, documents_of
from duru.blocks.registry.api import Person, find_household, get_person, person_ref
from duru.blocks.ui.api import list_page, render_page
from duru.kernel.errors import Refused
from duru.kernel.masking import mask_name
from duru.services.changes.enums import ChangeKind, ChangeState, EffectKind
from duru.services.changes.models import Change, Recovery
from duru.services.changes.operations import (
    ask_before_payment,
    confirm_change,
    decide_recovery,
    deny_change,
    end_services,
    give_notice,
    hold_services,
    record_visit,
    reopen_benefit,
    start_checking,
    tell_sign,
    write_decision,
)
from duru.services.changes.operations.letters import PAY_CHECK, subject_of
from duru.services.changes.operations.recovering import holding_of
from duru.services.changes.permissions import DECIDE, SEE, SEE_ENDED, SEE_LEDGER, TELL
from duru.services.changes.queries import find_change, leak_ledger, list_changes, list_ended, list_returned
from duru.services.changes.queries.matters import OPEN, household_pension_won, stops_in_force
from duru.services.changes.rules import dues_of, ends_on, month_of, overpaid, terms_of
from duru.services.changes.web.forms import (
    ConfirmForm,
    HoldForm,
    LetterForm,
    NoticeForm,
    ReasonForm,
    RecoveryForm,
    SignForm,
    VisitForm,
    today_first,
)
from duru.services.changes.web.tables import TONES, ChangeFilter, ChangeTable

TITLE = "변동 관리"
PURPOSE = "사망·전출 확인"
_CAUTION = "이름은 가려져 있습니다. 정한 목적 밖으로 쓰거나 다른 곳에 넘길 수 없습니다(사회보장급여법 제31조)."


def _crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return [("복지", ""), (TITLE, reverse("changes:list")), *more]


@needs(SEE)
def change_list(request: HttpRequest) -> HttpResponse:
    answer = list_page(
        request,
        list_changes(request.actor),
        ChangeTable,
        title=TITLE,
        lead="사망·전출·입소·수감 따위의 단서를 모아 확인하고, 확정된 뒤 한 번의 결정으로 모든 기관에 종료를 알립니다. 의심만으로는 아무것도 멈추지 않습니다.",
        filterset=ChangeFilter,
        export=gated_export("변동", "변동 목록 내려받기", caution=_CAUTION),
        breadcrumbs=[("복지", ""), (TITLE, "")],
    )
    if seen := request.__dict__.pop("_changes_seen", []):
        subjects = [person_ref(ref) for ref in sorted(set(seen))]
        record_look(actor=request.actor.audit, action="변동 목록 보기(가린 이름)", purpose=PURPOSE, subjects=subjects)
    return answer


@needs(SEE)
def change(request: HttpRequest, public_id: str) -> HttpResponse:
    found = _change_or_404(request, public_id)
    record_look(actor=request.actor.audit, action="변동 보기", purpose=PURPOSE, subjects=[person_ref(found.person_ref)])
    today = timezone.localdate()
    person = Person.objects.filter(public_id=found.person_ref).first()
    stopped = {(stop.side, stop.benefit_id): stop for stop in stops_in_force(found)}
    effects = [
        _effect_row(found, each, stopped.get((each.side, each.benefit_id)), today)
        for each in found.effects.select_related("organisation").order_by("kind", "id")
    ]
    recoveries = list(found.recoveries.order_by("id"))
    is_near = found.state in OPEN and found.next_pay_on is not None and found.next_pay_on >= today
    payment = (found.next_pay_on - today).days if is_near else None
    dues = _dues(request, found, person, today)
    papers = list(documents_of(subject_of(found)))
    return render_page(
        request,
        "changes/change.html",
        {
            "change": found,
            "name": mask_name(person.name) if person else "이름 없음",
            "person": person,
            "tone": TONES[found.state],
            "days": (today - found.happened_on).days,
            "payment": payment,
            "effects": effects,
            "signs": list(found.signs.order_by("told_on", "id")),
            "decisions": list(found.decisions.order_by("at", "id")),
            "recoveries": [(row, terms_of(row.programme, today)) for row in recoveries],
            "confirmed_won": sum(row.confirmed_won for row in recoveries),
            "estimated_won": sum(row.estimated_won for row in recoveries),
            "dues": dues,
            "returned": list_returned(found),
            "papers": papers,
            "deeds": _deeds(found, effects, papers) if may(request.actor, DECIDE) else [],
            "may_decide": may(request.actor, DECIDE),
        },
        title=f"{found.get_kind_display()} 변동: 걸린 급여·서비스 {found.n_effects}건",
        breadcrumbs=_crumbs(("한 사람", "")),
    )


def _effect_row(change: Change, effect, stop, today) -> dict:
    if effect.kind == EffectKind.SERVICE:
        will = (
            "확정되면 종료일만 알립니다." if change.kind in (ChangeKind.DEATH, ChangeKind.MOVE_OUT) else "이어집니다."
        )
        return {"row": effect, "stop": stop, "rule": None, "over": None, "will": will}
    left = change.others_left
    rule = month_of(change.kind, change.happened_on, programme=effect.programme, others_left=left)
    over = overpaid(
        holding_of(effect), kind=change.kind, on=change.happened_on, others_left=left, as_of=today,
        is_certain=change.is_certain_day and not effect.is_doubtful,
    )  # fmt: skip
    end = ends_on(change.kind, change.happened_on, programme=effect.programme, others_left=left)
    word = {Afterwards.ENDS: "종료", Afterwards.PAUSES: "정지"}.get(rule.afterwards, rule.afterwards.label)
    when = "" if change.is_certain_day else "확정되면 "
    will = f"{when}{end:%Y. %-m. %-d.}부터 {word}" if end else word
    return {"row": effect, "stop": stop, "rule": rule, "over": over, "will": will}


def _dues(request: HttpRequest, change: Change, person: Person | None, today):
    if (
        change.kind != ChangeKind.DEATH
        or person is None
        or not change.is_certain_day
        or change.state == ChangeState.DENIED
    ):
        return []
    home = find_household(request.actor, person)
    spouse = household_pension_won(person, home.members) if home else None
    holdings = [holding_of(each) for each in change.effects.filter(kind=EffectKind.CASH).order_by("id")]
    return dues_of(holdings, died_on=change.happened_on, as_of=today, spouse_pension_won=spouse)


def _deeds(change: Change, effects: list[dict], papers: list) -> list[tuple[str, str, str]]:
    """Return the deeds a state allows: (name, words, kind of button); what was asked or cannot be is left out."""
    state, found = change.state, []
    if state in (ChangeState.SUSPECTED, ChangeState.CHECKING):
        found += [("visit", "primary"), ("confirm", "secondary")]
        if change.next_pay_on and not any(paper.variant == PAY_CHECK for paper in papers):
            found.append(("ask", "secondary"))
        if any(each["row"].kind == EffectKind.SERVICE and not each["row"].held_at for each in effects):
            found.append(("hold", "tertiary"))
    if state == ChangeState.SUSPECTED:
        found.append(("check", "tertiary"))
    if state == ChangeState.CONFIRMED:
        found.append(("end", "danger"))
    if state != ChangeState.DENIED:
        found.append(("deny", "secondary"))
    return [(name, _words(change, name), kind) for name, kind in found]


_WORDS = {
    "ask": "지급 전 확인 요청",
    "check": "확인 시작",
    "visit": "방문 결과 적기",
    "hold": "물품·방문 미루기",
    "confirm": "확정",
    "end": "서비스 종료 결정",
}


def _words(change: Change, name: str) -> str:
    if name == "deny":
        return "생존확인" if change.kind == ChangeKind.DEATH else "사실 아님"
    return _WORDS[name]


@needs(DECIDE)
@require_http_methods(["GET", "POST"])
def deed(request: HttpRequest, public_id: str, name: str) -> HttpResponse:
    """Ask what a deed needs, and do it."""
    found = _change_or_404(request, public_id)
    by, at = request.actor, timezone.now()
    data = request.POST or None
    first = today_first() | {"happened_on": found.happened_on}
    effects = list(found.effects.select_related("organisation").order_by("id"))
    plans: dict[str, tuple] = {
        "ask": (None, lambda: ask_before_payment(found, at=at, by=by), "지급 전 확인 요청을 기안했습니다.", _SAID["ask"]),
        "check": (None, lambda: start_checking(public_id, by=by, at=at), "확인을 시작했습니다.", _SAID["check"]),
        "visit": (VisitForm(data, initial=first), lambda **f: record_visit(public_id, by=by, at=at, **f), "방문 결과를 적었습니다.", ""),
        "hold": (HoldForm(data, effects=effects), lambda **f: hold_services(public_id, by=by, at=at, **f), "물품·방문을 미뤘습니다.", _SAID["hold"]),
        "confirm": (ConfirmForm(data, initial=first), lambda **f: confirm_change(public_id, by=by, at=at, **f), "확정했습니다.", _SAID["confirm"]),
        "end": (ReasonForm(data), lambda **f: end_services(public_id, by=by, at=at, **f), "모든 기관에 서비스 종료를 알렸습니다.", _SAID["end"]),
        "deny": (ReasonForm(data), lambda **f: deny_change(public_id, by=by, at=at, **f), "사실이 아님을 기록하고 모두 되돌렸습니다.", _SAID["deny"]),
    }  # fmt: skip
    if name not in plans:
        raise Http404
    form, act, done, said = plans[name]
    return _ask(
        request,
        form,
        act,
        title=_words(found, name),
        done=done,
        said=said,
        back=reverse("changes:change", args=[public_id]),
    )


_SAID = {
    "ask": "급여를 지급하는 담당에게 지급 전에 확인해 달라고 요청하는 문서를 기안합니다. 급여는 멈추지 않습니다.",
    "check": "이 변동의 담당이 되어 확인을 시작합니다.",
    "hold": "확인하는 동안 물품과 방문만 미룹니다. 법정 급여는 의심만으로 미룰 수 없습니다.",
    "confirm": "사망은 주민등록 말소(사유: 사망), 실종선고, 사망신고로만 확정합니다. 확정만으로는 아무것도 끝나지 않습니다.",
    "end": "이 한 번의 결정으로 걸린 급여와 서비스가 모두 끝납니다. 기관에는 ‘서비스 종료’와 날짜만 갑니다. 담당자의 새 결정 없이는 다시 시작되지 않습니다.",
    "deny": "끝난 것은 모두 다시 시작되고, 미룬 것은 이어지며, 계산한 과오지급은 취소됩니다.",
}


@needs(DECIDE)
@require_http_methods(["GET", "POST"])
def reopen(request: HttpRequest, public_id: str, stop_id: int) -> HttpResponse:
    found = _change_or_404(request, public_id)
    at = timezone.now()
    return _ask(
        request,
        ReasonForm(request.POST or None),
        lambda **f: reopen_benefit(public_id, stop_id=stop_id, by=request.actor, at=at, **f),
        title="급여 다시 시작",
        done="다시 시작하기로 했습니다.",
        said="결정한 사람의 이름과 까닭이 남습니다.",
        back=reverse("changes:change", args=[found.public_id]),
    )


@needs(DECIDE)
@require_http_methods(["GET", "POST"])
def recovery(request: HttpRequest, public_id: str, name: str) -> HttpResponse:
    """사전통지, decision and letter of one overpayment."""
    row = Recovery.objects.select_related("change").filter(public_id=public_id).first()
    if row is None or find_change(request.actor, row.change.public_id) is None:
        raise Http404
    by, at, data = request.actor, timezone.now(), request.POST or None
    own = terms_of(row.programme, timezone.localdate())
    sum_said = f"{row.programme}: 확정 {row.confirmed_won:,}원, 추정 {row.estimated_won:,}원. {row.formula}"
    plans: dict[str, tuple] = {
        "notice": (NoticeForm(data), lambda **f: give_notice(public_id, by=by, at=at, **f), "사전통지", "사전통지를 기안했습니다."),
        "decide": (RecoveryForm(data, terms=own), lambda **f: decide_recovery(public_id, by=by, at=at, **f), "과오지급 결정", "결정했습니다."),
        "letter": (LetterForm(data, initial={"payee_name": row.payee_name}), lambda **f: write_decision(public_id, by=by, at=at, **f), "결정 통지", "결정 통지를 기안했습니다."),
    }  # fmt: skip
    if name not in plans:
        raise Http404
    form, act, title, done = plans[name]
    back = reverse("changes:change", args=[row.change.public_id])
    return _ask(request, form, act, title=title, done=done, said=sum_said, back=back)


@needs(TELL)
@require_http_methods(["GET", "POST"])
def tell(request: HttpRequest, person: str) -> HttpResponse:
    """Write down what somebody heard of a person."""
    try:
        found = get_person(request.actor, person)
    except Person.DoesNotExist:
        raise Http404 from None
    made: list[Change] = []
    return _ask(
        request,
        SignForm(request.POST or None, initial=today_first()),
        lambda **f: made.append(tell_sign(found.public_id, by=request.actor, at=timezone.now(), **f)),
        title="변동 단서 적기",
        done="단서를 적었습니다. 아무것도 멈추지 않으며 방문하여 확인합니다.",
        said=f"{mask_name(found.name)} 님에 대해 들은 것을 적습니다. 의심만으로는 급여가 멈추지 않습니다.",
        back=lambda: reverse("changes:change", args=[made[0].public_id]) if made else reverse("changes:list"),
    )


@needs(SEE_LEDGER)
def ledger(request: HttpRequest) -> HttpResponse:
    """Numbers only."""
    today = timezone.localdate()
    found = leak_ledger(since=today - timedelta(days=365), as_of=today)
    return render_page(
        request,
        "changes/ledger.html",
        {
            "ledger": found,
            "months": [f"{day.year}. {day.month}." for day, _, _ in found.months],
            "leaks": [{"name": "새어 나간 금액", "values": [won for _, won, _ in found.months], "tone": "danger"}],
            "source_labels": [each.label for each in found.sources],
            "speeds": [{"name": "알기까지(중앙값)", "values": [round(each.median_days, 1) for each in found.sources]}],
        },
        title="새는 돈 장부",
        lead="사망·전출 뒤 종료를 결정할 때까지 나간 금액과, 출처마다 며칠 만에 알려 왔는지입니다. 최근 1년에 일어난 일입니다.",
        breadcrumbs=_crumbs(("새는 돈 장부", "")) if may(request.actor, SEE) else [("복지", ""), ("새는 돈 장부", "")],
    )


@needs(SEE_ENDED)
def ended(request: HttpRequest) -> HttpResponse:
    """What an agency reads: whom, which service, the day; never why."""
    rows = list_ended(request.actor)
    record_look(
        actor=request.actor.audit, action="종료된 서비스 보기", purpose="서비스 종료 확인", subjects=["changes:ended"]
    )
    return render_page(
        request,
        "changes/ended.html",
        {"rows": [(mask_name(each.name), each.label, each.ends_on) for each in rows]},
        title="종료된 서비스",
        lead="우리 기관이 하던 서비스 가운데 구청이 종료를 알린 것입니다. 까닭은 알려 드리지 않습니다. 궁금한 것은 동 복지팀에 물어 주세요.",
        breadcrumbs=[("복지", ""), ("종료된 서비스", "")],
    )


def _ask(request, form, act: Callable, *, title: str, done: str, said: str, back) -> HttpResponse:
    where = back if callable(back) else lambda: back
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            act(**(form.cleaned_data if form is not None else {}))
        except (Refused, LetterRefused) as refusal:
            field = getattr(refusal, "field", "")
            if form is None:
                messages.error(request, str(refusal))
                return redirect(where())
            form.add_error(field if field in form.fields else None, str(refusal))
        else:
            messages.success(request, done)
            return redirect(where())
    return render_page(
        request, "changes/deed.html", {"form": form, "said": said, "button": title, "back": where()}, title=title,
        breadcrumbs=_crumbs((title, "")),
    )  # fmt: skip


def _change_or_404(request: HttpRequest, public_id: str) -> Change:
    found = find_change(request.actor, public_id)
    if found is None:
        raise Http404
    return found
