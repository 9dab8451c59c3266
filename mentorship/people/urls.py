"""Addresses of people."""

from django.urls import path

from .views import consents, lists, people, protection

app_name = "people"
urlpatterns = [
    path("", people.people, name="list"),
    path("export/", people.export, name="export"),
    path("add/", people.add, name="add"),
    path("me/", people.me, name="me"),
    path("<int:pk>/", people.person, name="person"),
    path("<int:pk>/edit/", people.edit, name="edit"),
    path("<int:pk>/form/", people.correct_form, name="correct_form"),
    path("<int:pk>/access/", people.give_access, name="give_access"),
    path("<int:pk>/leave/", people.leave, name="leave"),
    path("<int:pk>/consent/", consents.prepare, name="consent_prepare"),
    path("import/", lists.upload, name="import"),
    path("import/<int:pk>/", lists.columns, name="import_columns"),
    path("import/<int:pk>/check/", lists.check, name="import_check"),
    path("import/<int:pk>/fix/", lists.fix, name="import_fix"),
    path("import/<int:pk>/undo/", lists.undo, name="import_undo"),
    path("import/<int:pk>/problems/", lists.problems, name="import_problems"),
    path("import/<int:pk>/report/", lists.report, name="import_report"),
    path("consents/", consents.consents, name="consents"),
    path("consents/export/", consents.export, name="consents_export"),
    path("consents/print/", consents.print_pack, name="consents_print"),
    path("consents/<int:pk>/", consents.consent, name="consent"),
    path("consents/<int:pk>/pdf/", consents.pdf, name="consent_pdf"),
    path("consents/<int:pk>/docx/", consents.docx, name="consent_docx"),
    path("consents/<int:pk>/sign/", consents.sign, name="consent_sign"),
    path("consents/<int:pk>/attach/", consents.attach, name="consent_attach"),
    path("consents/<int:pk>/scan/", consents.scan, name="consent_scan"),
    path("consents/<int:pk>/withdraw/", consents.withdraw, name="consent_withdraw"),
    path("data/", protection.index, name="data_index"),
    path("<int:pk>/data/", protection.data, name="data"),
    path("<int:pk>/data/extract/", protection.extract, name="extract"),
    path("<int:pk>/data/ask/", protection.ask, name="data_ask"),
    path("<int:pk>/destroy/", protection.destroy, name="destroy"),
    path("<int:pk>/destroy/now/", protection.destroy_now, name="destroy_now"),
    path("data/tasks/<int:pk>/done/", protection.task_done, name="task_done"),
]
