"""Addresses of intake."""

from django.urls import path

from duru.blocks.exchange.web import views

app_name = "exchange"
urlpatterns = [
    path("", views.intake_list, name="list"),
    path("new/", views.upload, name="upload"),
    path("<str:public_id>/", views.detail, name="detail"),
    path("<str:public_id>/columns/", views.columns, name="columns"),
    path("<str:public_id>/progress/", views.progress, name="progress"),
    path("<str:public_id>/refused.xlsx", views.refused_sheet, name="refused_sheet"),
    path("<str:public_id>/accept/", views.accept, name="accept"),
    path("<str:public_id>/cancel/", views.cancel, name="cancel"),
]
