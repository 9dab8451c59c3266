"""Addresses of the institution's settings."""

from django.urls import path

from . import views

app_name = "institution"
urlpatterns = [
    path("institution/", views.card, name="card"),
    path("rules/", views.rules, name="rules"),
    path("calendar/", views.calendar, name="calendar"),
    path("calendar/<int:pk>/remove/", views.quiet_period_remove, name="quiet_period_remove"),
    path("partners/", views.partners, name="partners"),
    path("partners/add/", views.partner_add, name="partner_add"),
    path("partners/<int:pk>/", views.partner, name="partner"),
    path("partners/<int:pk>/edit/", views.partner_edit, name="partner_edit"),
]
