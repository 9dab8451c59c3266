"""Sign-in and permissions: what a user may do follows from the roles held today, from nothing stored twice."""

from django.contrib.auth.backends import ModelBackend

from . import rights


class RoleBackend(ModelBackend):
    """Password sign-in by Django; permissions by :mod:`mentorship.accounts.rights`."""

    def get_all_permissions(self, user_obj, obj=None):
        if not user_obj.is_active or user_obj.is_anonymous or obj is not None:
            return set()
        return rights.of(user_obj.roles)

    def has_perm(self, user_obj, perm, obj=None):
        return user_obj.is_active and perm in self.get_all_permissions(user_obj, obj)

    def has_module_perms(self, user_obj, app_label):
        return any(perm.startswith(f"{app_label}.") for perm in self.get_all_permissions(user_obj))
