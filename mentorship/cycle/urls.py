"""Addresses of cycle."""

app_name = "cycle"
urlpatterns = []
