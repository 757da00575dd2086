"""Addresses of benefits."""

from django.urls import path

from duru.blocks.benefits.web import views

app_name = "benefits"
urlpatterns = [
    path("", views.catalogue, name="catalogue"),
    path("import", views.take_in, name="import"),
]
