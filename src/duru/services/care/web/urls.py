from django.urls import path

from duru.services.care.web.views import cases, notices, work

app_name = "care"
urlpatterns = [
    path("", cases.cases, name="cases"),
    path("open", cases.open_case, name="open"),
    path("numbers", cases.numbers, name="numbers"),
    path("calendar", work.calendar, name="calendar"),
    path("discharges", notices.notices, name="notices"),
    path("discharges/notify", notices.notify, name="notify"),
    path("discharges/own", notices.own_notices, name="own_notices"),
    path("discharges/<str:public_id>", notices.notice, name="notice"),
    path("discharges/<str:public_id>/take", notices.take, name="take_notice"),
    path("discharges/<str:public_id>/close", notices.close, name="close_notice"),
    path("referrals/<str:public_id>/reply", work.reply, name="reply"),
    path("plans/<str:public_id>/agree", work.agree_to_plan, name="agree_plan"),
    path("visits/<str:public_id>", work.result, name="visit_result"),
    path("<str:public_id>", cases.case, name="case"),
    path("<str:public_id>/agree", cases.agree, name="agree"),
    path("<str:public_id>/glass", cases.break_glass, name="glass"),
    path("<str:public_id>/glass/close", work.shut_glass, name="shut_glass"),
    path("<str:public_id>/note", work.note, name="note"),
    path("<str:public_id>/survey", work.survey, name="survey"),
    path("<str:public_id>/flags", work.flags, name="flags"),
    path("<str:public_id>/needs", work.find, name="needs"),
    path("<str:public_id>/ask", work.ask, name="ask"),
    path("<str:public_id>/plan", work.plan, name="plan"),
    path("<str:public_id>/letter", work.letter, name="letter"),
    path("<str:public_id>/visit", work.visit, name="visit"),
]
