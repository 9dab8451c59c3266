"""Files on disk under the hash of their content: written whole or not at all, never changed, never served directly.

Django's own storage writes in place without fsync (trust.md, part 1), so a scan could be short after a power loss
although its row is there. Here the bytes are safe on disk before the row is written.
"""

import hashlib
import os
import uuid

from django.conf import settings
from django.core.files.storage import Storage


class Damaged(OSError):
    """The bytes on the disk are not those that were stored."""


class NoStorage(Storage):
    """The default storage refuses: every file goes through :func:`put` and a ``StoredFile`` row."""

    def _save(self, name, content):
        raise NotImplementedError("Use documents.files.store().")

    def _open(self, name, mode="rb"):
        raise NotImplementedError("Use StoredFile.read().")


def path_of(sha256):
    """Where the content with this SHA-256 lies."""
    return settings.FILES_DIR / sha256[:2] / sha256


def put(content: bytes) -> str:
    """Store ``content`` and return its SHA-256; the same content is stored once."""
    sha256 = hashlib.sha256(content).hexdigest()
    target = path_of(sha256)
    if target.exists() and target.stat().st_size == len(content):
        return sha256
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.parent / f".{uuid.uuid4().hex}.tmp"
    with open(temporary, "xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(temporary, target)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
    return sha256


def get(sha256) -> bytes:
    """The content with this SHA-256.

    Raises:
        FileNotFoundError: the file was lost from the disk.
        Damaged: the file is there, but its content is another.
    """
    content = path_of(sha256).read_bytes()
    if hashlib.sha256(content).hexdigest() != sha256:
        raise Damaged(f"Damaged file: {sha256}")
    return content
