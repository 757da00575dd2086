from django.urls import path

from duru.blocks.ui.web import views

app_name = "ui"
urlpatterns = [path("guide", views.guide, name="guide")]
