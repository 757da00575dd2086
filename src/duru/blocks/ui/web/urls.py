"""Addresses of the style guide."""

app_name = "ui"
urlpatterns: list = []
