from django.urls import path

from duru.blocks.maps.web import views

app_name = "maps"
urlpatterns = [
    path("", views.dongs, name="dongs"),
    path("gaps", views.gaps, name="gaps"),
    path("unplaced", views.unplaced, name="unplaced"),
    path("place", views.place, name="place"),
    path("public", views.public, name="public"),
    path("base.json", views.base, name="base"),
]
