from django.urls import path

from duru.blocks.consent.web import views

app_name = "consent"
urlpatterns = [
    path("of/<str:person_ref>/new", views.record, name="record"),
    path("<str:public_id>/withdraw", views.withdraw, name="withdraw"),
]
