"""Addresses of registry."""

app_name = "registry"
urlpatterns = []
