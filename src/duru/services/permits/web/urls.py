from django.urls import path

from duru.services.permits.web import graves, joint, statistics, views

app_name = "permits"
urlpatterns = [
    path("", views.guide_page, name="guide"),
    path("receive", views.receive, name="receive"),
    path("case/<str:public_id>", views.overview, name="overview"),
    path("case/<str:public_id>/ask", views.ask, name="ask"),
    path("case/<str:public_id>/meeting", joint.new_meeting, name="new_meeting"),
    path("case/<str:public_id>/charge", joint.new_charge, name="new_charge"),
    path("meetings/<str:public_id>", joint.meeting, name="meeting"),
    path("charges/<str:public_id>/paid", joint.paid, name="paid"),
    path("statistics", statistics.statistics, name="statistics"),
    path("graves", graves.graves, name="graves"),
    path("graves/letters", graves.write_letters, name="keeper_letters"),
    path("graves/enter", graves.enter, name="enter_grave"),
    path("graves/<str:public_id>/extend", graves.extend, name="extend_grave"),
    path("graves/<str:public_id>/remove", graves.remove, name="remove_grave"),
]
