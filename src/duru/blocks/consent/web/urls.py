from django.urls import path

from duru.blocks.consent.web import views

app_name = "consent"
urlpatterns = [
    path("missing", views.missing, name="missing"),
    path("missing/print", views.print_missing, name="print_missing"),
    path("scan", views.scan, name="scan"),
    path("law", views.law, name="law"),
    path("bodies/<int:body_id>/end", views.end_body, name="end_body"),
    path("of/<str:ref>", views.of_person, name="of"),
    path("of/<str:ref>/new", views.record, name="record"),
    path("of/<str:ref>/print", views.print_for_person, name="print"),
    path("<str:public_id>/withdraw", views.withdraw, name="withdraw"),
]
