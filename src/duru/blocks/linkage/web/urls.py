"""Addresses under /links/."""

from django.urls import path

from duru.blocks.linkage.web import decisions, pairs, views

app_name = "linkage"
urlpatterns = [
    path("", views.reviews, name="reviews"),
    path("next", pairs.next_pair, name="next"),
    path("purpose", pairs.purpose, name="purpose"),
    path("undo", pairs.undo, name="undo"),
    path("run", views.run, name="run"),
    path("rule", decisions.rule, name="rule"),
    path("decisions/", decisions.decisions, name="decisions"),
    path("decisions/<int:pk>/", decisions.decision, name="decision"),
    path("proposals/", decisions.proposals, name="proposals"),
    path("proposals/<str:public_id>/", decisions.proposal, name="proposal"),
    path("<str:public_id>/", pairs.review, name="review"),
    path("<str:public_id>/decide", pairs.decide, name="decide"),
    path("<str:public_id>/split", views.split, name="split"),
]
