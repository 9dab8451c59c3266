"""Addresses of institution."""

app_name = "institution"
urlpatterns = []
