"""The WSGI entry of the portal."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mentorship.settings")
application = get_wsgi_application()

from waitress.channel import HTTPChannel  # noqa: E402

from mentorship.common.big_bodies import PatientParser  # noqa: E402
from mentorship.common.memory import settle  # noqa: E402 – Django is set up by now

HTTPChannel.parser_class = PatientParser
settle()
