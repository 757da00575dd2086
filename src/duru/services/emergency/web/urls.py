from django.urls import path

from duru.services.emergency.web.views import incidents, sheets

app_name = "emergency"
urlpatterns = [
    path("", incidents.incidents, name="incidents"),
    path("new", incidents.new, name="new"),
    path("risks", incidents.risks, name="risks"),
    path("keys/<str:person_ref>", sheets.keys, name="keys"),
    path("sync/<str:copy_id>", sheets.sync, name="sync"),
    path("<str:public_id>", sheets.sheet, name="sheet"),
    path("<str:public_id>/glass", sheets.glass, name="glass"),
    path("<str:public_id>/check", sheets.check, name="check"),
    path("<str:public_id>/paper", sheets.paper, name="paper"),
    path("<str:public_id>/copy", sheets.copy, name="copy"),
    path("<str:public_id>/route", sheets.route, name="route"),
    path("<str:public_id>/close", sheets.close, name="close"),
]
