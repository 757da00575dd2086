from django.urls import path

from duru.blocks.giving.web import views

app_name = "giving"
urlpatterns = [
    path("", views.door, name="door"),
    path("card/<str:code>", views.by_card, name="card"),
    path("client/<str:record_ref>", views.by_client, name="client"),
    path("new", views.by_stranger, name="stranger"),
    path("group", views.by_group, name="group"),
    path("own/<str:public_id>/take-back", views.take_back, name="take_back"),
    path("ledger", views.ledger, name="ledger"),
    path("ledger/<str:public_id>/return", views.give_back, name="return"),
    path("ledger/<str:public_id>/void", views.void, name="void"),
    path("stock", views.stock, name="stock"),
    path("stock/items/<str:public_id>/end", views.stop_item, name="end_item"),
    path("stock/lots/<str:public_id>/receipt", views.receipt, name="receipt"),
    path("stock/donations", views.donations, name="donations"),
    path("ledger/sheet", views.other_sheet, name="other_sheet"),
    path("cards/print", views.print_cards, name="print_cards"),
    path("cards/of/<str:person_ref>", views.make_card, name="make_card"),
    path("cards/<str:code>/print", views.print_card, name="print_card"),
    path("cards/<str:code>/revoke", views.take_card_back, name="revoke_card"),
    path("links", views.links, name="links"),
    path("links/<str:public_id>/revoke", views.take_link_back, name="revoke_link"),
    path("start/<str:token>", views.start, name="start"),
]
