"""Addresses of pairs."""

from django.urls import include, path

from . import agreement_views, earlier_views, log_views, meeting_urls, mentee_card, views

app_name = "pairs"
urlpatterns = [
    path("", views.bond_list, name="list"),
    path("new/", views.new, name="new"),
    path("export/", views.export, name="export"),
    path("order/", views.draft_order, name="draft_order"),
    path("over/<int:pk>/", views.complete_over, name="complete_over"),
    path("order/<int:pk>/annex/", views.refresh_annex, name="refresh_annex"),
    path("<int:pk>/", views.bond, name="bond"),
    path("<int:pk>/edit/", views.edit, name="edit"),
    path("<int:pk>/cancel/", views.cancel, name="cancel"),
    path("<int:pk>/out-of-draft/", views.take_out_of_draft, name="take_out_of_draft"),
    path("<int:pk>/no-agreement/", views.no_agreement, name="no_agreement"),
    path("<int:pk>/agreement/", agreement_views.enter, name="enter_agreement"),
    path("agreement/<int:pk>/", agreement_views.change, name="change_agreement"),
    path("agreement/<int:pk>/remove/", agreement_views.remove, name="remove_agreement"),
    path("agreement/<int:pk>/scan/", agreement_views.scan, name="agreement_scan"),
    path("<int:pk>/former-order/", earlier_views.attach, name="attach_former_order"),
    path("<int:pk>/former-order/scan/", earlier_views.scan, name="former_order"),
    path("<int:pk>/end/", views.end, name="end"),
    path("<int:pk>/mentee/<int:person_pk>/", mentee_card.mentee_card, name="mentee_card"),
    path("<int:pk>/meetings/log.pdf", log_views.log, {"name": "pdf"}, name="log_pdf"),
    path("<int:pk>/meetings/log.docx", log_views.log, {"name": "docx"}, name="log_docx"),
    path("", include(meeting_urls)),
]
