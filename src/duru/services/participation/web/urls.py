from django.urls import path

from duru.services.participation.web import views

app_name = "participation"
urlpatterns = [
    path("", views.proposals, name="proposals"),
    path("receive", views.receive, name="receive"),
    path("<str:public_id>", views.proposal, name="proposal"),
    path("<str:public_id>/score", views.score, name="score"),
    path("<str:public_id>/again", views.again, name="again"),
]
