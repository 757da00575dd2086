"""Addresses under /cases/."""

from django.urls import path

from duru.blocks.casework.web import applicant, board, calendar, case, deeds, opening

app_name = "casework"
urlpatterns = [
    path("", board.board, name="board"),
    path("export", board.export, name="export"),
    path("bulk", board.bulk, name="bulk"),
    path("bulk/<str:public_id>/", board.bulk_deed, name="bulk_deed"),
    path("status/", applicant.status, name="status"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/add", calendar.add, name="add_holiday"),
    path("calendar/<int:pk>/remove", calendar.remove, name="remove_holiday"),
    path("calendar/hours", calendar.hours, name="set_hours"),
    path("new/", opening.choose, name="choose"),
    path("new/<str:key>/", opening.receive, name="receive"),
    path("tasks/<str:task_id>/", deeds.task, name="task"),
    path("tasks/<str:task_id>/claim", deeds.claim, name="claim"),
    path("tasks/<str:task_id>/hand-on", deeds.hand_on, name="hand_on"),
    path("tasks/<str:task_id>/more-time", deeds.more_time, name="more_time"),
    path("<str:public_id>/", case.case, name="case"),
    path("<str:public_id>/picture", case.picture, name="picture"),
    path("<str:public_id>/due", case.due, name="due"),
    path("<str:public_id>/history", case.history, name="history"),
    path("<str:public_id>/comment", deeds.comment, name="comment"),
    path("<str:public_id>/approve", deeds.approve, name="approve"),
    path("<str:public_id>/send-back", deeds.send_back, name="send_back"),
    path("<str:public_id>/do/<slug:name>", deeds.deed, name="deed"),
]
