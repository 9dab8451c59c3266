"""Addresses of monitoring."""

from django.urls import path

from . import award_views, honour_views, inspection_views, site_views, views

app_name = "monitoring"
urlpatterns = [
    path("", views.indicators, name="indicators"),
    path("export/", views.export, name="export"),
    path("ask/", views.ask, name="ask"),
    path("report/", views.report, name="report"),
    path("report/<int:pk>/", views.report_of, name="report_of"),
    path("awards/", award_views.awards, name="awards"),
    path("awards/<int:pk>/<str:ending>/", award_views.certificate, name="certificate"),
    path("honours/", honour_views.honours, name="honours"),
    path("honours/<int:pk>/", honour_views.mentor, name="honours_of"),
    path("inspection/", inspection_views.collect, name="inspection"),
    path("inspection/site/", site_views.site, name="site"),
    path("targets/<int:pk>/", views.targets, name="targets"),
    path("<int:pk>/<str:code>/", views.figure, name="figure"),
]
