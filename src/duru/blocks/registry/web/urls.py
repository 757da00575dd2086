from django.urls import path

from duru.blocks.registry.web import clients, views

app_name = "registry"
urlpatterns = [
    path("", views.search, name="search"),
    path("clients/", clients.clients, name="clients"),
    path("<str:public_id>/", views.person, name="person"),
    path("<str:public_id>/purpose/", views.purpose, name="purpose"),
    path("<str:public_id>/show/", views.show, name="show"),
    path("<str:public_id>/done/", views.done, name="done"),
    path("<str:public_id>/alive/", views.alive, name="alive"),
    path("<str:public_id>/protection/", views.protection, name="protection"),
]
