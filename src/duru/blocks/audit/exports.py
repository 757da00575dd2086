"""The gate a list passes before it leaves as a file: the reason is asked, recorded and written into the file."""

from collections.abc import Callable, Sequence

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from duru.blocks.audit.operations import record_export
from duru.blocks.ui.api import Export, render_page

_KEY = "reason"


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label="내려받는 사유",
        min_length=4,
        max_length=100,
        help_text="예: 11월 중복 점검 회의 자료. 사유는 접속기록에 남고 파일에도 적힙니다.",
    )


def gated_export(filename: str, action: str, *, caution: str) -> Export:
    """Return an export that asks for a reason first and puts who, when and why on the sheet «설명».

    Args:
        action: What the log calls it.
        caution: What the page and the sheet say about further use, with its law.
    """
    return Export(filename, gate=_gate(action, caution), notes=_notes(caution))


def _gate(action: str, caution: str) -> Callable[[HttpRequest, int], HttpResponse | None]:
    def gate(request: HttpRequest, n_rows: int) -> HttpResponse | None:
        form = ReasonForm(request.GET if _KEY in request.GET else None)
        if not form.is_valid():
            kept = [(key, value) for key, values in request.GET.lists() if key != _KEY for value in values]
            return render_page(
                request,
                "audit/export_reason.html",
                {"form": form, "kept": kept, "n_rows": n_rows, "back": request.path, "caution": caution},
                title="내려받기",
                lead="목록을 파일로 가져가는 까닭을 적어 주세요.",
            )
        record_export(
            actor=request.actor.audit, action=action, purpose=form.cleaned_data[_KEY], detail={"n_rows": n_rows}
        )
        return None

    return gate


def _notes(caution: str) -> Callable[[HttpRequest], Sequence[str]]:
    def notes(request: HttpRequest) -> Sequence[str]:
        actor = request.actor
        lines = [
            f"{request.tenant.name} · {timezone.localtime():%Y-%m-%d %H:%M} · {actor.organisation_name} {actor.name}",
            f"사유: {request.GET.get(_KEY, '')}",
            caution,
        ]
        return [*lines, "시험자료"] if request.tenant.is_demo else lines

    return notes
