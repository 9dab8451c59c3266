"""The portal as processes that are killed: real servers on one database, clients that sign orders.

A server is the one of ``make run``: waitress, one process of eight threads. Several web processes are several of them.
"""

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import uuid
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlencode

from django.conf import settings
from django.db import connection
from django.test import Client

ROOT = Path(__file__).parents[2]
COME_UP = 90  # seconds; about one on an idle machine
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')
FORM = "application/x-www-form-urlencoded"


def database_url():
    """The database of this test, for another process."""
    known = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{known['NAME']}"
    return os.environ["DATABASE_URL"].rsplit("/", 1)[0] + f"/{known['NAME']}"


class Server:
    """The portal on a port of its own, in a process that is killed and started again."""

    def __init__(self, folder):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.log, self.child = folder / f"server-{self.port}.log", None
        own = {"DJANGO_SETTINGS_MODULE": "mentorship.settings", "DATABASE_URL": database_url()}
        own |= {"PORTAL_DATA": str(folder), "PORTAL_DEBUG": "True", "PORTAL_HTTPS": "False"}
        with self.log.open("ab") as log:
            self.parent = subprocess.Popen(
                [sys.executable, "-m", "tests.documents.forking_server", str(self.port)],
                cwd=ROOT,
                env=os.environ | own,
                text=True,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
            )

    def start(self):
        self.parent.stdin.write("start\n")
        self.parent.stdin.flush()
        told = self.parent.stdout.readline()
        assert told, self._said()
        self.child = int(told)
        until = time.monotonic() + COME_UP
        while not self._is_up():
            dead = not _lives(self.child) or time.monotonic() > until
            assert not dead, self._said()
            time.sleep(0.02)

    def _is_up(self):
        try:
            return ask(self, "GET", "/healthz/")[0] == 200
        except (OSError, HTTPException):
            return False

    def _said(self):
        return self.log.read_text(encoding="utf-8")[-3000:]

    def kill(self):
        """kill -9, and wait until nothing of the process is left."""
        os.kill(self.child, signal.SIGKILL)
        while _lives(self.child):
            time.sleep(0.01)

    def close(self):
        if self.child and _lives(self.child):
            self.kill()
        self.parent.kill()
        self.parent.communicate()


def _lives(process):
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def ask(server, method, path, session="", **fields):
    """(status, body, Location) of one request of the owner of ``session``."""
    line = HTTPConnection("127.0.0.1", server.port, timeout=60)
    headers = {"Cookie": f"{settings.SESSION_COOKIE_NAME}={session}", "Content-Type": FORM}
    try:
        line.request(method, path, urlencode(fields), headers)
        answer = line.getresponse()
        return answer.status, answer.read(), answer.headers.get("Location", "")
    finally:
        line.close()


class Signer(threading.Thread):
    """A browser of the head that signs papers one by one until it is told to stop or the server dies under it.

    Attributes:
        signed: papers whose signature the server has told.
        lost: (paper, key) of the press whose answer did not come.
        strange: answers of another kind than «signed».
    """

    def __init__(self, server, user, papers):
        super().__init__(daemon=True)
        client = Client()
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
        self.session = client.cookies[settings.SESSION_COOKIE_NAME].value
        self.server, self.papers, self.is_going = server, papers, True
        self.signed, self.lost, self.strange = set(), None, []

    def run(self):
        try:
            token = self.token()
            for paper in self.papers:
                if not self.is_going:
                    return
                self.press(paper, str(uuid.uuid4()), token)
        except (OSError, HTTPException):
            return  # the server is dead

    def token(self):
        return TOKEN.search(ask(self.server, "GET", "/papers/to-sign/", self.session)[1])[1].decode()

    def press(self, paper, key, token):
        """«Подписать»; the same key again is the same press."""
        self.lost = (paper, key)
        fields = {"key": key, "version": paper.version, "dated": paper.sent_at.date(), "csrfmiddlewaretoken": token}
        status, body, place = ask(self.server, "POST", f"/papers/{paper.pk}/sign/", self.session, **fields)
        self.lost = None
        if (status, place) == (302, f"/papers/{paper.pk}/"):
            self.signed.add(paper.pk)
        else:
            self.strange.append((status, body.decode()[-2000:]))
