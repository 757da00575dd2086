from django.urls import path

from duru.blocks.programs.web import views

app_name = "programs"
urlpatterns = [
    path("", views.keys, name="keys"),
    path("<str:public_id>/rotate", views.rotate, name="rotate"),
    path("<str:public_id>/revoke", views.revoke, name="revoke"),
    path("receipts", views.receipts, name="receipts"),
]
