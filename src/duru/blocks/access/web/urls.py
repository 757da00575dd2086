"""Addresses of access."""

from django.urls import path

from duru.blocks.access.web import views

app_name = "access"
urlpatterns = [
    path("organisations/", views.organisations, name="organisations"),
    path("organisations/<str:public_id>", views.organisation, name="organisation"),
    path("permissions", views.permissions, name="permissions"),
    path("account", views.account, name="account"),
]
