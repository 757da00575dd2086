from django.urls import path

from duru.services.welfare.web.views import giving, gone, lists, overlaps, report, rules, silent, spread, turns

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
    path("rules/<str:code>", rules.edit_rule, name="edit_rule"),
    path("rules/<str:code>/end", rules.finish_rule, name="finish_rule"),
    path("lists", lists.lists, name="lists"),
    path("lists/<str:public_id>", lists.one_list, name="list"),
    path("lists/<str:public_id>/progress", lists.list_progress, name="list_progress"),
    path("spread", spread.spread, name="spread"),
    path("turns", turns.turns, name="turns"),
    path("turns/<str:public_id>", turns.turn, name="turn"),
    path("turns/<str:public_id>/draw", turns.draw, name="draw"),
    path("turns/<str:public_id>/<int:number>", turns.decide, name="decide_turn"),
    path("giving", giving.giving, name="giving"),
    path("giving/override", giving.override, name="override"),
    path("giving/done", giving.done, name="giving_done"),
]
