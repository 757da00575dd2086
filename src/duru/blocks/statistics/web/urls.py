from django.urls import path

from duru.blocks.statistics.web.views import ask, nation, people, reports, snapshots, tables

app_name = "statistics"
urlpatterns = [
    path("", tables.tables, name="tables"),
    path("table/<slug:key>", tables.table, name="table"),
    path("ask", ask.ask, name="ask"),
    path("ask/<str:subject>", ask.ask_about, name="ask_about"),
    path("answer/<str:public_id>", ask.answer, name="answer"),
    path("saved/<str:public_id>", ask.saved, name="saved"),
    path("saved/<str:public_id>/change", ask.change, name="change"),
    path("saved/<str:public_id>/drop", ask.drop, name="drop"),
    path("people/<str:public_id>", people.people, name="people"),
    path("report/month", reports.month, name="month"),
    path("report/year", reports.year, name="year"),
    path("nation", nation.nation, name="nation"),
    path("nation/ours", nation.own_cube, name="own_cube"),
    path("snapshots", snapshots.snapshots, name="snapshots"),
    path("snapshots/<str:public_id>", snapshots.snapshot, name="snapshot"),
]
