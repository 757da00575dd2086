"""The gate a list passes before it leaves as a file: the reason is asked, recorded and written into the file."""

from collections.abc import Callable, Sequence

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from duru.blocks.audit.api import record_export
from duru.blocks.ui.api import Export, render_page

_KEY = "reason"


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label="내려받는 사유",
        min_length=4,
        max_length=100,
        help_text="예: 11월 중복 점검 회의 자료. 사유는 접속기록에 남고 파일에도 적힙니다.",
    )


def gated_export(filename: str, action: str) -> Export:
    """Return an export that asks for a reason first and puts who, when and why on the sheet «설명»."""
    return Export(filename, gate=_gate(action), notes=_notes)


def _gate(action: str) -> Callable[[HttpRequest, int], HttpResponse | None]:
    def gate(request: HttpRequest, n_rows: int) -> HttpResponse | None:
        form = ReasonForm(request.GET if _KEY in request.GET else None)
        if not form.is_valid():
            kept = [(key, value) for key, values in request.GET.lists() if key != _KEY for value in values]
            return render_page(
                request,
                "welfare/export_reason.html",
                {"form": form, "kept": kept, "n_rows": n_rows, "back": request.path},
                title="내려받기",
                lead="목록을 파일로 가져가는 까닭을 적어 주세요.",
            )
        record_export(
            actor=request.actor.audit, action=action, purpose=form.cleaned_data[_KEY], detail={"n_rows": n_rows}
        )
        return None

    return gate


def _notes(request: HttpRequest) -> Sequence[str]:
    actor = request.actor
    notes = [
        f"{request.tenant.name} · {timezone.localtime():%Y-%m-%d %H:%M} · {actor.organisation_name} {actor.name}",
        f"사유: {request.GET.get(_KEY, '')}",
        "이름은 가려져 있습니다. 정한 목적 밖으로 쓰거나 다른 곳에 넘길 수 없습니다(사회보장급여법 제31조).",
    ]
    return [*notes, "시험자료"] if request.tenant.is_demo else notes
