"""Uploads against the portal's own server: too much is refused, half an upload leaves nothing (trust.md U-07, U-09)."""

import io
import os
import re
import socket
import tempfile
import threading
import time
import zipfile
from contextlib import closing
from http.client import HTTPResponse
from pathlib import Path

import pytest
from django.conf import settings as portal
from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.urls import reverse
from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.server import create_server

from mentorship.common import big_bodies
from mentorship.common.big_bodies import PatientParser
from mentorship.documents.models import StoredFile
from mentorship.people.models import ImportRun
from tests.people.sheets import staff_list
from tests.threads import shared_db  # noqa: F401

MIB = 1024 * 1024
PATIENCE = 20  # seconds
UPLOAD = reverse("people:import")


@pytest.fixture
def server(tmp_path, monkeypatch, settings):
    """The server as ``deploy/run.sh`` starts it, in a thread; what it spools lies in ``tmp_path``."""
    settings.FILES_DIR = tmp_path / "files"
    (tmp_path / "spool").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "spool"))
    line = (portal.BASE_DIR / "deploy" / "run.sh").read_text(encoding="utf-8")
    words = re.search(r"waitress-serve (.+) mentorship\.wsgi:application", line)[1].split()
    shipped, _ = Adjustments.parse_args([word for word in words if not word.startswith("--listen")])
    options = {name: value for name, value in shipped.items() if name not in {"help", "call", "app"}}
    monkeypatch.setattr(HTTPChannel, "parser_class", PatientParser)  # as wsgi.py does
    monkeypatch.setitem(connections.settings["default"], "CONN_MAX_AGE", 0)  # its threads end with the test
    running = create_server(get_wsgi_application(), host="127.0.0.1", port=0, **options)
    over = threading.Event()
    loop = threading.Thread(target=_serve, args=(running, over))
    loop.start()
    yield running
    over.set()
    loop.join(PATIENCE)
    running.task_dispatcher.shutdown(cancel_pending=True, timeout=PATIENCE)


def _serve(running, over):
    """The server's loop, which closes its sockets itself: closed from another thread they would break its ``select``."""
    while not over.is_set():
        running.asyncore.loop(timeout=0.05, map=running._map, count=1)
    running.asyncore.close_all(running._map)


def head(*lines, path=UPLOAD):
    return "\r\n".join([f"POST {path} HTTP/1.1", "Host: localhost", *lines, "", ""]).encode()


def connected(server):
    return closing(socket.create_connection(("127.0.0.1", server.effective_port), timeout=PATIENCE))


def answer_to(connection):
    """The status that the server has answered with."""
    return int(connection.recv(65536).split()[1])


def page_of(connection):
    """(status, headers, page) of an answer that is read to its end."""
    answer = HTTPResponse(connection)
    answer.begin()
    return answer.status, answer.headers, answer.read().decode()


def wait_until(true, what):
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, what
        time.sleep(0.01)


def peak():
    """The most memory that this process has held since :func:`forget_peak`, in MiB."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) / 1024


def forget_peak():
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    return peak()


@pytest.fixture
def small(server, monkeypatch, settings):
    """The server with limits of a hundredth: what is too big is sent in a moment."""
    monkeypatch.setattr(server.adj, "max_request_body_size", 3 * MIB)
    settings.MAX_REQUEST_BYTES = 2 * MIB
    monkeypatch.setattr(big_bodies, "PATIENCE", 12 * MIB)
    return server


def test_two_gigabytes_are_refused_by_their_head(server):
    with connected(server) as connection:
        connection.sendall(head(f"Content-Length: {2048 * MIB}"))
        status, headers, page = page_of(connection)
        assert (status, headers["Connection"]) == (413, "close")
        assert "default-src 'self'" in headers["Content-Security-Policy"]
        assert "За один раз портал принимает до 250 МБ" in page
        assert connection.recv(1) == b""


@pytest.mark.parametrize("size", [2.5, 8])  # above the portal's limit, above the server's too
def test_what_is_too_big_is_read_to_its_end_and_answered_in_words(small, tmp_path, size):
    body = b"x" * int(size * MIB)
    chunks = b"%x\r\n" % len(body) + body + b"\r\n0\r\n\r\n"
    with connected(small) as connection:
        told = (f"Content-Length: {len(body)}", body), ("Transfer-Encoding: chunked", chunks)
        for start, sent in (*told, *told):  # one connection serves all: nothing of the one before is left in it
            connection.sendall(head(start) + sent)
            status, _, page = page_of(connection)
            assert (status, "до 2 МБ" in page) == (413, True)
    assert not [path for path in (tmp_path / "spool").iterdir() if path.stat().st_size]


def test_chunks_that_are_no_chunks_are_refused_even_when_too_many(small):
    with connected(small) as connection:
        connection.sendall(head("Transfer-Encoding: chunked") + b"%x\r\n" % (4 * MIB) + b"x" * (4 * MIB) + b"rubbish")
        assert answer_to(connection) == 400


@pytest.mark.slow  # as much is sent as the server takes before it refuses
def test_an_endless_upload_without_a_length_is_refused_and_memory_stays_flat(server):
    before = forget_peak()
    chunk = b"%x\r\n" % MIB + b"x" * MIB + b"\r\n"
    sent = 0
    with connected(server) as connection:
        connection.sendall(head("Transfer-Encoding: chunked"))
        try:
            while sent < 2048:
                connection.sendall(chunk)
                sent += 1
        except OSError:
            pass  # the server has hung up in the middle
        assert answer_to(connection) == 413
    assert sent < 1100
    assert peak() - before < 50


@pytest.mark.filterwarnings(
    "ignore::pytest.PytestUnraisableExceptionWarning"
)  # waitress leaves its spool to be collected
def test_half_an_upload_leaves_no_row_and_no_file(server, tmp_path, shared_db, as_user, curator):  # noqa: F811
    client = as_user(curator)
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', client.get(UPLOAD).content.decode())[1]
    cookie = f"Cookie: {portal.SESSION_COOKIE_NAME}={client.cookies[portal.SESSION_COOKIE_NAME].value}"
    content = heavy(staff_list())
    body = multipart({"csrfmiddlewaretoken": token, "kind": "staff"}, content)
    start = head("Content-Type: multipart/form-data; boundary=edge", f"Content-Length: {len(body)}", cookie)
    shared_db()
    with connected(server) as connection:
        connection.sendall(start + body[: len(body) // 2])
        wait_until(lambda: len(server.active_channels) == 1, "the server has not met the visitor")
    wait_until(lambda: not server.active_channels, "the server still waits for the rest")
    assert not ImportRun.objects.exists()
    assert not StoredFile.objects.exists()
    assert not [path for path in tmp_path.rglob("*") if path.is_file() and path.name != "threads.sqlite3"]
    with connected(server) as connection:
        connection.sendall(start + body)
        assert answer_to(connection) == 302  # the very same upload, whole
    assert ImportRun.objects.get().file.size == len(content)


def heavy(book):
    """The list with a picture in it: too big to be held in memory on its way in."""
    whole = io.BytesIO(book)
    with zipfile.ZipFile(whole, "a") as packed:
        packed.writestr("xl/media/image1.png", os.urandom(3 * MIB))
    return whole.getvalue()


def multipart(fields, content):
    parts = [f'Content-Disposition: form-data; name="{name}"\r\n\r\n{value}'.encode() for name, value in fields.items()]
    parts.append(b'Content-Disposition: form-data; name="file"; filename="list.xlsx"\r\n\r\n' + content)
    return b"".join(b"--edge\r\n" + part + b"\r\n" for part in parts) + b"--edge--\r\n"
