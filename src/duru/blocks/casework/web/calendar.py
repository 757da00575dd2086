"""The administrator's page of holidays and office hours."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from duru.blocks.access.api import needs
from duru.blocks.casework.errors import CaseworkRefused
from duru.blocks.casework.models import NamedHoliday
from duru.blocks.casework.operations.holidays import add_holiday, remove_holiday, set_office_hours
from duru.blocks.casework.operations.noticing import carriers
from duru.blocks.casework.permissions import CALENDAR
from duru.blocks.casework.queries.calendar import list_holidays, list_hours
from duru.blocks.casework.web.forms import HolidayForm, HoursForm
from duru.blocks.ui.api import render_page
from duru.kernel.holidays_kr import FIRST_YEAR, LAST_YEAR

_KINDS = {"statutory": "법정", "substitute": "대체", "election": "선거일", "extra": "임시"}


@needs(CALENDAR)
@require_GET
def calendar(request: HttpRequest) -> HttpResponse:
    """Show a year's holidays and the office hours."""
    return _page(request, HolidayForm(), HoursForm())


@needs(CALENDAR)
@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """Enter a holiday."""
    form = HolidayForm(request.POST)
    if form.is_valid():
        try:
            added = add_holiday(by=request.actor, at=timezone.now(), **form.cleaned_data)
        except CaseworkRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(
                request,
                f"{added.name}을(를) 넣었습니다. 걸리는 민원의 처리기한을 다시 세어 이력에 적고, 바뀐 신청인에게 알립니다.",
            )
            return redirect("casework:calendar")
    return _page(request, form, HoursForm())


@needs(CALENDAR)
@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a holiday back that was entered here."""
    day = NamedHoliday.objects.filter(id=pk).first()
    if day is not None:
        remove_holiday(by=request.actor, on=day.on, at=timezone.now())
        messages.success(request, "공휴일 등록을 취소했습니다. 처리기한을 다시 셉니다.")
    return redirect("casework:calendar")


@needs(CALENDAR)
@require_POST
def hours(request: HttpRequest) -> HttpResponse:
    """Enter office hours."""
    form = HoursForm(request.POST)
    if form.is_valid():
        try:
            set_office_hours(by=request.actor, at=timezone.now(), **form.cleaned_data)
        except CaseworkRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "근무시간을 넣었습니다. 걸리는 민원의 처리기한을 다시 셉니다.")
            return redirect("casework:calendar")
    return _page(request, HolidayForm(), form)


def _page(request: HttpRequest, holiday_form: HolidayForm, hours_form: HoursForm) -> HttpResponse:
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdigit() and FIRST_YEAR <= int(asked) <= LAST_YEAR else timezone.localdate().year
    own = {row.on: row for row in NamedHoliday.objects.filter(on__year=year)}
    days = [(day, _KINDS[day.kind], own.get(day.on)) for day in list_holidays(year)]
    return render_page(
        request,
        "casework/calendar.html",
        {
            "days": days,
            "year": year,
            "before": year - 1 if year > FIRST_YEAR else None,
            "after": year + 1 if year < LAST_YEAR else None,
            "hours": list_hours(),
            "carriers": carriers(),
            "holiday_form": holiday_form,
            "hours_form": hours_form,
        },
        title="공휴일과 근무시간",
        lead="법정·대체공휴일은 규칙으로 셉니다. 임시공휴일과 선거일은 발표된 날 여기에 넣으면 바로 처리기한에 반영됩니다.",
        breadcrumbs=[("공휴일과 근무시간", "")],
    )
