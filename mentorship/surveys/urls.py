"""Addresses of questionnaires."""

from django.urls import path

from . import views

app_name = "surveys"
urlpatterns = [
    path("", views.wave_list, name="list"),
    path("mine/", views.mine, name="mine"),
    path("answer/<int:pk>/", views.answer, name="answer"),
    path("single/<int:pk>/", views.single, name="single"),
    path("q/<str:token>/", views.link, name="link"),
    path("by-link/", views.by_link, name="by_link"),
    path("thanks/", views.thanks, name="thanks"),
    path("<int:pk>/", views.wave, name="wave"),
    path("<int:pk>/close/", views.close, name="close"),
    path("<int:pk>/reopen/", views.reopen, name="reopen"),
    path("<int:pk>/links/", views.links, name="links"),
    path("<int:pk>/blank/", views.blank, name="blank"),
]
