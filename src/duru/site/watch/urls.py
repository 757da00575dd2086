"""Addresses of the page of what is wrong."""

from django.urls import path

from duru.site.watch import views

app_name = "status"
urlpatterns = [
    path("", views.status, name="page"),
    path("alarms/<int:number>/seen", views.seen, name="seen"),
]
