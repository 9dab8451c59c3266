"""Addresses of registry."""

from django.urls import path

from . import views
from .models import Side

app_name = "registry"
MENTORS, MENTEES = {"side": Side.MENTOR.value}, {"side": Side.MENTEE.value}
urlpatterns = [
    path("mentors/", views.base, MENTORS, name="mentors"),
    path("mentors/enrol/", views.enrol, MENTORS, name="enrol_mentors"),
    path("mentors/accept/", views.accept_chosen, MENTORS, name="accept_mentors"),
    path("mentors/export/", views.export, MENTORS, name="export_mentors"),
    path("mentees/", views.base, MENTEES, name="mentees"),
    path("mentees/enrol/", views.enrol, MENTEES, name="enrol_mentees"),
    path("mentees/accept/", views.accept_chosen, MENTEES, name="accept_mentees"),
    path("mentees/export/", views.export, MENTEES, name="export_mentees"),
    path("<int:pk>/", views.participation, name="participation"),
    path("<int:pk>/edit/", views.edit, name="edit"),
    path("<int:pk>/accept/", views.accept, name="accept"),
    path("<int:pk>/leave/", views.leave, name="leave"),
]
