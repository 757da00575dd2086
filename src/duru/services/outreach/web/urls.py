from django.urls import path

from duru.services.outreach.operations.letters import PHONE, VISIT
from duru.services.outreach.web import tips, views

app_name = "outreach"
urlpatterns = [
    path("", views.leads, name="leads"),
    path("tell", tips.tell, name="tell"),
    path("add", views.add, name="add"),
    path("told", tips.told, name="told"),
    path("rounds", views.rounds, name="rounds"),
    path("rounds/<str:public_id>/assign", views.assign, name="assign"),
    path("signals", views.signals, name="signals"),
    path("tips", tips.tips, name="tips"),
    path("tips/<str:public_id>", tips.tip, name="tip"),
    path("tips/<str:public_id>/take", tips.take, name="take_tip"),
    path("tips/<str:public_id>/dismiss", tips.dismiss, name="dismiss_tip"),
    path("<str:public_id>", views.lead, name="lead"),
    path("<str:public_id>/try", views.try_once, name="try"),
    path("<str:public_id>/close", views.close, name="close"),
    path("<str:public_id>/give", views.give, name="give"),
    path("<str:public_id>/care", views.to_care, name="to_care"),
    path("<str:public_id>/note", views.letter, {"variant": VISIT}, name="note"),
    path("<str:public_id>/phone", views.letter, {"variant": PHONE}, name="phone"),
]
