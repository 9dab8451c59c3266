"""Addresses of registry."""

from django.urls import path

from .models import Side
from .views import applications, bases, participants, review, selection, topics, trainings

app_name = "registry"
OF = {side: {"side": side.value} for side in Side}


def _base(side):
    """Addresses of one base."""
    name = f"{side.value}s"
    return [
        path(f"{name}/", bases.base, OF[side], name=name),
        path(f"{name}/enrol/", bases.enrol, OF[side], name=f"enrol_{name}"),
        path(f"{name}/accept/", bases.accept_chosen, OF[side], name=f"accept_{name}"),
        path(f"{name}/approve/", bases.approve, OF[side], name=f"approve_{name}"),
        path(f"{name}/export/", bases.export, OF[side], name=f"export_{name}"),
        path(f"{name}/print/<ending>/", bases.print_base, OF[side], name=f"print_{name}"),
        path(f"{name}/review/", review.review, OF[side], name=f"review_{name}"),
        path(f"{name}/review/confirm/", review.confirm, OF[side], name=f"confirm_{name}"),
    ]


urlpatterns = [
    *_base(Side.MENTOR),
    *_base(Side.MENTEE),
    path("apply/", applications.apply, name="apply"),
    path("apply/sent/", applications.applied, name="applied"),
    path("applications/", applications.applications, name="applications"),
    path("applications/<int:pk>/", applications.application, name="application"),
    path("applications/<int:pk>/confirm/", applications.confirm, name="confirm_application"),
    path("applications/<int:pk>/decline/", applications.decline, name="decline_application"),
    path("mentors/select/", bases.select_chosen, OF[Side.MENTOR], name="select_mentors"),
    path("mentors/compare/", selection.compare, name="compare"),
    path("gaps/", topics.gaps, name="gaps"),
    path("<int:pk>/", participants.participation, name="participation"),
    path("<int:pk>/edit/", participants.edit, name="edit"),
    path("<int:pk>/accept/", participants.accept, name="accept"),
    path("<int:pk>/leave/", participants.leave, name="leave"),
    path("<int:pk>/withdrawn/", participants.close_withdrawn, name="close_withdrawn"),
    path("<int:pk>/rest/", participants.rest, name="rest"),
    path("<int:pk>/rest/end/", participants.end_rest, name="end_rest"),
    path("<int:pk>/interview/", selection.interview, name="interview"),
    path("<int:pk>/scores/", selection.scores, name="scores"),
    path("<int:pk>/select/", selection.select, name="select"),
    path("<int:pk>/deselect/", selection.deselect, name="deselect"),
    path("<int:pk>/strengths/", topics.strengths, name="strengths"),
    path("<int:pk>/requests/", topics.add_request, name="add_request"),
    path("requests/<int:pk>/", topics.edit_request, name="edit_request"),
    path("requests/<int:pk>/solve/", topics.solve_request, name="solve_request"),
    path("requests/<int:pk>/remove/", topics.remove_request, name="remove_request"),
    path("trainings/", trainings.trainings, name="trainings"),
    path("trainings/add/", trainings.add, name="add_training"),
    path("trainings/export/", trainings.export, name="export_trainings"),
    path("trainings/places/", trainings.places, name="internship_places"),
    path("trainings/<int:pk>/", trainings.training, name="training"),
    path("trainings/<int:pk>/edit/", trainings.edit, name="edit_training"),
    path("trainings/<int:pk>/people/", trainings.people, name="training_people"),
    path("trainings/records/<int:pk>/remove/", trainings.remove_record, name="remove_record"),
    path("trainings/records/<int:pk>/scan/", trainings.scan, name="record_scan"),
]
