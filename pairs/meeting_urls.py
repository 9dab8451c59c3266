"""Addresses of meetings, included into those of pairs."""

from django.urls import path

from . import meeting_views as views

urlpatterns = [
    path("was-meeting/", views.was_meeting, name="was_meeting"),
    path("meetings/", views.overview, name="meetings"),
    path("meetings/journal/", views.journal, name="journal"),
    path("meetings/journal/export/", views.export_journal, name="export_journal"),
    path("meetings/<int:pk>/", views.meeting, name="meeting"),
    path("meetings/<int:pk>/edit/", views.edit_meeting, name="edit_meeting"),
    path("meetings/<int:pk>/cancel/", views.cancel_meeting, name="cancel_meeting"),
    path("meetings/<int:pk>/mark/", views.mark_meeting, name="mark_meeting"),
    path("meetings/<int:pk>/remark/", views.remark_on_meeting, name="remark_on_meeting"),
    path("<int:pk>/meetings/", views.bond_meetings, name="bond_meetings"),
    path("<int:pk>/meetings/add/", views.add_meeting, name="add_meeting"),
    path("<int:pk>/meetings/share/", views.share_agreements, name="share_agreements"),
    path("<int:pk>/meetings/export/", views.export_bond, name="export_bond"),
]
