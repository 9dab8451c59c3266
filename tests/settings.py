"""The shipped settings, changed only where speed asks for it."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

os.environ.setdefault("PORTAL_SECRET_KEY", "only-for-tests-" + "x" * 50)
os.environ.setdefault("PORTAL_HTTPS", "False")

from mentorship.settings import *  # noqa: F403

DATA_DIR = Path(tempfile.mkdtemp(prefix="portal-tests-"))
atexit.register(shutil.rmtree, DATA_DIR, ignore_errors=True)
FILES_DIR = DATA_DIR / "files"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}  # noqa: F405
TASKS = {"default": {"BACKEND": "tests.worker.Queue"}}
AXES_ENABLED = False
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
WHITENOISE_AUTOREFRESH = True
