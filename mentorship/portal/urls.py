"""Addresses of the pages that stand above all apps."""

from django.urls import path

from . import start_views, views

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("search/", views.search, name="search"),
    path("help/", views.help_index, name="help"),
    path("help/<slug:code>/", views.help_page, name="help_page"),
    path("system/", views.system_page, name="system"),
    path("healthz/", views.health, name="health"),
    path("start/", start_views.start, name="start"),
    path("start/card/", start_views.start_card, name="start_card"),
    path("start/accounts/", start_views.start_accounts, name="start_accounts"),
    path("start/model/", start_views.start_model, name="start_model"),
]
