"""The curator at work; whatever is uploaded lies aside."""

import pytest


@pytest.fixture(autouse=True)
def files_aside(settings, tmp_path):
    settings.FILES_DIR = tmp_path


@pytest.fixture
def keeper(as_user, curator):
    return as_user(curator)
