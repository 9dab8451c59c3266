"""Addresses of papers and of long work."""

from django.urls import path

from . import views

app_name = "documents"
urlpatterns = [
    path("", views.paper_list, name="list"),
    path("export/", views.export, name="export"),
    path("to-sign/", views.to_sign, name="to_sign"),
    path("to-sign/pack/", views.print_pack, name="print_pack"),
    path("works/", views.work_list, name="works"),
    path("works/<uuid:key>/", views.work, name="work"),
    path("works/<uuid:key>/result/", views.work_result, name="work_result"),
    path("<int:pk>/", views.paper, name="paper"),
    path("<int:pk>/edit/", views.edit, name="edit"),
    path("<int:pk>/rebuild/", views.rebuild, name="rebuild"),
    path("<int:pk>/send/", views.send, name="send"),
    path("<int:pk>/take-back/", views.take_back, name="take_back"),
    path("<int:pk>/return/", views.return_with_remark, name="return"),
    path("<int:pk>/sign/", views.sign, name="sign"),
    path("<int:pk>/discard/", views.discard, name="discard"),
    path("<int:pk>/scan/", views.scan, name="scan"),
    path("<int:pk>/scan/attach/", views.attach_scan, name="attach_scan"),
    path("<int:pk>/pdf/", views.pdf, name="pdf"),
    path("<int:pk>/docx/", views.docx, name="docx"),
]
