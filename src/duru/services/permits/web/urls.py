from django.urls import path

from duru.services.permits.web import views

app_name = "permits"
urlpatterns = [path("", views.guide_page, name="guide")]
