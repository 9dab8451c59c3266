"""Addresses of the roadmap."""

from django.urls import path

from .views import cycles, rows

app_name = "cycle"
urlpatterns = [
    path("", cycles.home, name="home"),
    path("open/", cycles.open_cycle, name="open"),
    path("<int:pk>/", cycles.roadmap, name="roadmap"),
    path("<int:pk>/xlsx/", cycles.xlsx, name="xlsx"),
    path("<int:pk>/arrange/", rows.arrange, name="arrange"),
    path("<int:pk>/close/", cycles.close_cycle, name="close"),
    path("<int:pk>/reopen/", cycles.reopen_cycle, name="reopen"),
    path("<int:pk>/stage/", rows.stage_add, name="stage_add"),
    path("programme/<int:pk>/", cycles.programme, name="programme"),
    path("stage/<int:pk>/", rows.stage_edit, name="stage_edit"),
    path("stage/<int:pk>/move/", rows.stage_move, name="stage_move"),
    path("stage/<int:pk>/add/", rows.activity_add, name="activity_add"),
    path("activity/<int:pk>/", rows.activity, name="activity"),
    path("activity/<int:pk>/edit/", rows.activity_edit, name="activity_edit"),
    path("activity/<int:pk>/move/", rows.activity_move, name="activity_move"),
    path("activity/<int:pk>/hide/", rows.activity_hide, name="activity_hide"),
    path("activity/<int:pk>/restore/", rows.activity_restore, name="activity_restore"),
    path("activity/<int:pk>/close/", rows.activity_close, name="activity_close"),
    path("activity/<int:pk>/reopen/", rows.activity_reopen, name="activity_reopen"),
    path("activity/<int:pk>/file/", rows.file_add, name="file_add"),
    path("item/<int:pk>/tick/", rows.item_tick, name="item_tick"),
    path("file/<int:pk>/", rows.file, name="file"),
    path("file/<int:pk>/remove/", rows.file_remove, name="file_remove"),
]
