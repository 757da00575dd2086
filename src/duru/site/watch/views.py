"""The administrator's page of the whole installation, and the numbers for a monitoring program."""

import hmac
from datetime import datetime

from django.contrib import messages
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST
from psycopg.conninfo import make_conninfo

from duru.blocks.access.api import needs, public_page
from duru.blocks.audit.api import record_deed
from duru.blocks.tenancy.api import readonly_view
from duru.blocks.ui.api import render_page
from duru.conf import env
from duru.site.watch.alarms import Alarm, AlarmBook, acknowledge
from duru.site.watch.findings import State, look
from duru.site.watch.metrics import CONTENT_TYPE, text_of

WORDS = {State.BAD: ("고칠 것", "danger"), State.WORTH_A_LOOK: ("살펴보기", "warning"), State.GOOD: ("좋음", "success")}
ORDER = list(WORDS)


@needs("site.see_status")
@readonly_view
def status(request: HttpRequest) -> HttpResponse:
    findings = sorted(look(database_of_pages(), now=timezone.now()), key=lambda each: ORDER.index(each.state))
    alarms = AlarmBook().read()
    return render_page(
        request,
        "site/status.html",
        {
            "findings": [(each, *WORDS[each.state]) for each in findings],
            "n_bad": sum(each.state is State.BAD for each in findings),
            "n_look": sum(each.state is State.WORTH_A_LOOK for each in findings),
            "alarms": [_shown(alarm) for alarm in alarms.open],
            "past": [_shown(alarm) for alarm in alarms.past[:10]],
            "nobody_is_told": not env.alarm_mails() and not env.alarm_phones(),
            "looked_at": timezone.now(),
        },
        title="시스템 상태",
        lead="무엇이 잘못됐고 무엇을 하면 되는지 보여 줍니다. 서버에서 duru doctor로 보는 것과 같습니다.",
        breadcrumbs=[("시스템", ""), ("시스템 상태", "")],
    )


@needs("site.see_status")
@require_POST
def seen(request: HttpRequest, number: int) -> HttpResponse:
    """Note that somebody knows of an alarm: it is told no more, until tomorrow."""
    book = AlarmBook()
    with book.turn():
        try:
            alarms = acknowledge(book.read(), number, by=request.actor.name, now=timezone.now())
        except KeyError:
            messages.info(request, "그 경보는 이미 풀렸습니다.")
            return redirect("status:page")
        book.write(alarms)
    record_deed(actor=request.actor.audit, action="경보 확인", detail={"number": number})
    messages.success(request, "확인했습니다. 하루 뒤에도 그대로면 다시 알립니다.")
    return redirect("status:page")


@public_page("비밀값을 보인 감시 프로그램에만 수를 답하고, 사람의 자료를 담지 않음")
def metrics(request: HttpRequest) -> HttpResponse:
    """Answer what a monitoring program reads; without its secret there is no such page."""
    token = env.metrics_token()
    shown = request.headers.get("Authorization", "")
    if not token or not hmac.compare_digest(shown.encode(), f"Bearer {token}".encode()):
        raise Http404
    return HttpResponse(text_of(database_of_pages(), now=timezone.now()), content_type=CONTENT_TYPE)


def database_of_pages() -> str:
    """Return the address of the database the pages use: looks have a connection of their own, which may not wait."""
    used = connection.settings_dict
    more = {name: value for name, value in used["OPTIONS"].items() if isinstance(value, str) and name != "options"}
    named = {"dbname": used["NAME"], "user": used["USER"], "host": used["HOST"], "port": used["PORT"]}
    return make_conninfo(**named, **({"password": used["PASSWORD"]} if used["PASSWORD"] else {}), **more)


def _shown(alarm: Alarm) -> dict:
    times = {
        name: datetime.fromisoformat(value) if (value := getattr(alarm, name)) else None
        for name in ("since", "seen_at", "ended_at", "paged_at")
    }
    return {"of": alarm, **times}
