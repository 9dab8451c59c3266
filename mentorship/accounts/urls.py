"""Addresses of sign-in and accounts."""

from django.urls import path

from . import journal_views, list_views, views

app_name = "accounts"
urlpatterns = [
    path("login/", views.sign_in, name="login"),
    path("logout/", views.sign_out, name="logout"),
    path("access/", views.access, name="access"),
    path("profile/", views.profile, name="profile"),
    path("profile/password/", views.set_password, name="set_password"),
    path("profile/sign-out-everywhere/", views.sign_out_everywhere, name="sign_out_everywhere"),
    path("notices/", views.notices, name="notices"),
    path("lists/<slug:code>/columns/", list_views.columns, name="list_columns"),
    path("lists/<slug:code>/views/", list_views.save, name="list_view_save"),
    path("lists/views/<int:pk>/remove/", list_views.remove, name="list_view_remove"),
    path("accounts/", views.account_list, name="list"),
    path("accounts/add/", views.account_add, name="add"),
    path("accounts/<int:pk>/", views.account, name="account"),
    path("accounts/<int:pk>/active/", views.account_active, name="active"),
    path("accounts/<int:pk>/slip/", views.slip, name="slip"),
    path("journal/", journal_views.entries, name="journal"),
    path("journal/export/", journal_views.export, name="journal_export"),
    path("accounts/roles/<int:pk>/end/", views.role_end, name="role_end"),
]
