from django.urls import path

from duru.services.changes.web import views

app_name = "changes"
urlpatterns = [
    path("", views.change_list, name="list"),
    path("ledger", views.ledger, name="ledger"),
    path("ended", views.ended, name="ended"),
    path("tell/<str:person>", views.tell, name="tell"),
    path("recovery/<str:public_id>/<slug:name>", views.recovery, name="recovery"),
    path("<str:public_id>", views.change, name="change"),
    path("<str:public_id>/reopen/<int:stop_id>", views.reopen, name="reopen"),
    path("<str:public_id>/<slug:name>", views.deed, name="deed"),
]
