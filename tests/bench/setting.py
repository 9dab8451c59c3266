"""A portal of its own for one measurement: shipped settings, a database in a folder that goes when the process ends."""

import atexit
import os
import shutil
import tempfile


def prepare():
    """Set Django up with an empty migrated database; call before importing models."""
    folder = tempfile.mkdtemp(prefix="portal-bench-")
    atexit.register(shutil.rmtree, folder, True)
    os.environ |= {
        "PORTAL_DATA": folder,
        "PORTAL_HTTPS": "False",
        "PORTAL_SECRET_KEY": "only-for-the-bench-" + "x" * 50,
        "PORTAL_HOSTS": "testserver",
        "DJANGO_SETTINGS_MODULE": "mentorship.settings",
    }
    import django
    from django.conf import settings

    settings.STATIC_ROOT.mkdir(exist_ok=True)
    # pages name static files by their plain names: no collected manifest is needed for a measurement
    django.setup()
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from mentorship.common.memory import settle

    settle()  # as the server does before its first request
