"""Addresses of documents."""

app_name = "documents"
urlpatterns = []
