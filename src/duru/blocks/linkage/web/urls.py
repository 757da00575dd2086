"""Addresses under /links/."""

from django.urls import path

from duru.blocks.linkage.web import accuracy, decisions, pairs, trained, views

app_name = "linkage"
urlpatterns = [
    path("", views.reviews, name="reviews"),
    path("next", pairs.next_pair, name="next"),
    path("purpose", pairs.purpose, name="purpose"),
    path("undo", pairs.undo, name="undo"),
    path("run", views.run, name="run"),
    path("rule", decisions.rule, name="rule"),
    path("accuracy/", accuracy.accuracy, name="accuracy"),
    path("accuracy/draw", accuracy.draw, name="draw_sample"),
    path("accuracy/next", accuracy.next_blind, name="next_blind"),
    path("accuracy/<int:pk>/", accuracy.blind, name="blind"),
    path("accuracy/<int:pk>/answer", pairs.answer_blind, name="answer_blind"),
    path("model/", trained.model, name="model"),
    path("model/train", trained.train, name="train"),
    path("model/<str:public_id>/settle", trained.settle, name="settle_model"),
    path("decisions/", decisions.decisions, name="decisions"),
    path("decisions/<int:pk>/", decisions.decision, name="decision"),
    path("proposals/", decisions.proposals, name="proposals"),
    path("proposals/<str:public_id>/", decisions.proposal, name="proposal"),
    path("<str:public_id>/", pairs.review, name="review"),
    path("<str:public_id>/decide", pairs.decide, name="decide"),
    path("<str:public_id>/split", views.split, name="split"),
]
