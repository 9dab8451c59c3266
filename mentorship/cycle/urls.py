"""Addresses of the roadmap."""

from django.urls import path

from . import views

app_name = "cycle"
urlpatterns = [
    path("", views.home, name="home"),
    path("open/", views.open_cycle, name="open"),
    path("<int:pk>/", views.roadmap, name="roadmap"),
    path("<int:pk>/xlsx/", views.xlsx, name="xlsx"),
    path("<int:pk>/arrange/", views.arrange, name="arrange"),
    path("<int:pk>/close/", views.close_cycle, name="close"),
    path("<int:pk>/reopen/", views.reopen_cycle, name="reopen"),
    path("<int:pk>/stage/", views.stage_add, name="stage_add"),
    path("programme/<int:pk>/", views.programme, name="programme"),
    path("stage/<int:pk>/", views.stage_edit, name="stage_edit"),
    path("stage/<int:pk>/move/", views.stage_move, name="stage_move"),
    path("stage/<int:pk>/add/", views.activity_add, name="activity_add"),
    path("activity/<int:pk>/", views.activity, name="activity"),
    path("activity/<int:pk>/edit/", views.activity_edit, name="activity_edit"),
    path("activity/<int:pk>/move/", views.activity_move, name="activity_move"),
    path("activity/<int:pk>/hide/", views.activity_hide, name="activity_hide"),
    path("activity/<int:pk>/restore/", views.activity_restore, name="activity_restore"),
    path("activity/<int:pk>/close/", views.activity_close, name="activity_close"),
    path("activity/<int:pk>/reopen/", views.activity_reopen, name="activity_reopen"),
    path("activity/<int:pk>/file/", views.file_add, name="file_add"),
    path("item/<int:pk>/tick/", views.item_tick, name="item_tick"),
    path("file/<int:pk>/", views.file, name="file"),
    path("file/<int:pk>/remove/", views.file_remove, name="file_remove"),
]
