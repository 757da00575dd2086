from django.urls import path

from duru.services.handover.web import views

app_name = "handover"
urlpatterns = [
    path("", views.handovers, name="list"),
    path("of/<str:person>", views.send, name="send"),
    path("<str:public_id>", views.handover, name="handover"),
    path("<str:public_id>/accept", views.accept, name="accept"),
    path("<str:public_id>/refuse", views.refuse, name="refuse"),
    path("<str:public_id>/withdraw", views.withdraw, name="withdraw"),
]
