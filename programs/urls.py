"""Addresses of programs."""

from django.urls import path

from . import views

app_name = "programs"
urlpatterns = [
    path("", views.programme_list, name="list"),
    path("bond/<int:pk>/", views.of_bond, name="of_bond"),
    path("bond/<int:pk>/approved/", views.enter_approved, name="enter_approved"),
    path("<int:pk>/", views.programme, name="programme"),
    path("<int:pk>/send/", views.send, name="send"),
    path("<int:pk>/approve/", views.approve, name="approve"),
    path("<int:pk>/return/", views.return_with_remark, name="return"),
    path("<int:pk>/scan/", views.scan, name="scan"),
]
