from django.urls import path

from duru.services.welfare.web.views import giving, gone, overlaps, report, rules, silent

app_name = "welfare"
urlpatterns = [
    path("", overlaps.overlaps, name="overlaps"),
    path("overlap/<str:public_id>", overlaps.overlap, name="overlap"),
    path("overlap/<str:public_id>/mark", overlaps.mark, name="mark"),
    path("gone", gone.gone, name="gone"),
    path("gone/<str:public_id>", gone.gone_case, name="gone_case"),
    path("silent", silent.silent, name="silent"),
    path("report", report.report, name="report"),
    path("report/run", report.run, name="run"),
    path("rules", rules.rules, name="rules"),
    path("giving", giving.giving, name="giving"),
    path("giving/override", giving.override, name="override"),
    path("giving/done", giving.done, name="giving_done"),
]
