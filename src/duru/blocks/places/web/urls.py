from django.urls import path

from duru.blocks.places.web import imports, views

app_name = "places"
urlpatterns = [
    path("", views.facilities, name="facilities"),
    path("status/", views.status, name="status"),
    path("import/", imports.upload, name="import"),
    path("import/<str:token>/", imports.preview, name="preview"),
]
