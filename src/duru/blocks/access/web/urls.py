"""Addresses of access."""

from django.urls import path

from duru.blocks.access.web import glass, managing, views

app_name = "access"
urlpatterns = [
    path("organisations/", views.organisations, name="organisations"),
    path("organisations/new", managing.new_organisation, name="new_organisation"),
    path("organisations/<str:public_id>/edit", managing.edit_organisation, name="edit_organisation"),
    path("organisations/<str:public_id>/members/new", managing.new_member, name="new_member"),
    path("organisations/<str:public_id>/members/end", managing.end_member, name="end_member"),
    path("organisations/<str:public_id>", views.organisation, name="organisation"),
    path("glass/", glass.openings, name="glass"),
    path("glass/<str:public_id>", glass.opening, name="glass_opening"),
    path("permissions", views.permissions, name="permissions"),
    path("account", views.account, name="account"),
]
