from django.urls import path

from duru.blocks.documents.web.views import attachments, deliveries, documents, drafting, signing, words

app_name = "documents"
urlpatterns = [
    path("", documents.document_list, name="list"),
    path("waiting", documents.waiting, name="waiting"),
    path("words", words.words, name="words"),
    path("post", deliveries.post_list, name="post"),
    path("new", drafting.choose, name="new"),
    path("new/<slug:kind>", drafting.draft, name="draft"),
    path("paper/<str:public_id>", attachments.attachment, name="attachment"),
    path("paper/<str:public_id>/picture", attachments.picture, name="attachment_picture"),
    path("delivery/<str:public_id>/served", deliveries.served, name="served"),
    path("delivery/<str:public_id>/failed", deliveries.failed, name="failed"),
    path("<str:public_id>", documents.document, name="document"),
    path("<str:public_id>/file/<slug:format>", documents.file, name="file"),
    path("<str:public_id>/edit", drafting.edit, name="edit"),
    path("<str:public_id>/cancel", drafting.cancel, name="cancel"),
    path("<str:public_id>/paper", attachments.add, name="add_attachment"),
    path("<str:public_id>/submit", signing.submit, name="submit"),
    path("<str:public_id>/approve", signing.sign, name="approve"),
    path("<str:public_id>/return", signing.send_back, name="return"),
    path("<str:public_id>/withdraw", signing.withdraw, name="withdraw"),
    path("<str:public_id>/issue", signing.issue_now, name="issue"),
    path("<str:public_id>/onnara", signing.onnara, name="onnara"),
    path("<str:public_id>/deliver", deliveries.send, name="deliver"),
]
