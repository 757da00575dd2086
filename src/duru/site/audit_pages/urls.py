"""Addresses of the audit pages."""

from django.urls import path

from duru.site.audit_pages import views

app_name = "audit"
urlpatterns = [
    path("", views.entries, name="list"),
    path("month", views.month, name="month"),
    path("chain", views.chain, name="chain"),
]
