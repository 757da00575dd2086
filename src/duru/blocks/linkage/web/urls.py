"""Addresses under /links/."""

from django.urls import path

from duru.blocks.linkage.web import views

app_name = "linkage"
urlpatterns = [
    path("", views.reviews, name="reviews"),
    path("run", views.run, name="run"),
    path("<str:public_id>/", views.review, name="review"),
    path("<str:public_id>/decide", views.decide, name="decide"),
    path("<str:public_id>/split", views.split, name="split"),
]
