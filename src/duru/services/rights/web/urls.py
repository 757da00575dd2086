from django.urls import path

from duru.services.rights.web import views

app_name = "rights"
urlpatterns = [
    path("", views.requests, name="requests"),
    path("retention", views.retention, name="retention"),
    path("of/<str:person_ref>", views.own, name="own"),
    path("of/<str:person_ref>/paper", views.paper, name="paper"),
    path("of/<str:person_ref>/ask", views.ask, name="ask"),
    path("<str:public_id>/answer", views.answer, name="answer"),
]
