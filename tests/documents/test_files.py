"""Scans: judged by content, whatever their names say."""

import io

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from mentorship.documents import files
from mentorship.documents.models import Paper, StoredFile


def picture(kind="PNG", size=(60, 40), mode="RGB", colour="white", **options):
    out = io.BytesIO()
    Image.new(mode, size, colour).save(out, kind, **options)
    return out.getvalue()


def pdf(pages=1, **options):
    out = io.BytesIO()
    document = pikepdf.new()
    for _ in range(pages):
        document.add_blank_page()
    document.save(out, **options)
    return out.getvalue()


def huge_png():
    """A picture of 60,000 × 60,000 said in its head alone: a bomb for whoever unpacks it."""
    import struct
    import zlib

    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"0")) + chunk(b"IEND", b"")


HTML = b"<!doctype html><script>alert(1)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'

WRONG = {
    "svg": ("скан.svg", SVG, "Допустимы только"),
    "svg as png": ("скан.png", SVG, "Допустимы только"),
    "svg with a declaration": ("скан.svg", b'<?xml version="1.0"?>' + SVG, "Допустимы только"),
    "html": ("скан.html", HTML, "Допустимы только"),
    "html as pdf": ("скан.pdf", HTML, "Допустимы только"),
    "html before a pdf": ("скан.pdf", HTML + pdf(), "Допустимы только"),
    "program": ("скан.exe", b"MZ\x90\x00" + b"\x00" * 200, "Допустимы только"),
    "program as pdf": ("скан.pdf", b"MZ\x90\x00" + b"\x00" * 200, "Допустимы только"),
    "shell script as jpg": ("скан.jpg", b"#!/bin/sh\nrm -rf /", "Допустимы только"),
    "zip as pdf": ("скан.pdf", b"PK\x03\x04" + b"\x00" * 100, "Допустимы только"),
    "office file": ("скан.docx", b"PK\x03\x04word/document.xml", "Допустимы только"),
    "old office file": ("скан.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 100, "Допустимы только"),
    "gif": ("скан.gif", picture("GIF"), "Допустимы только"),
    "bmp as png": ("скан.png", picture("BMP"), "Допустимы только"),
    "tiff": ("скан.tif", picture("TIFF"), "Допустимы только"),
    "webp as jpg": ("скан.jpg", picture("WEBP"), "Допустимы только"),
    "postscript": ("скан.pdf", b"%!PS-Adobe-3.0", "Допустимы только"),
    "text": ("скан.pdf", "просто текст".encode(), "Допустимы только"),
    "empty": ("скан.pdf", b"", "Файл пустой"),
    "head of a pdf alone": ("скан.pdf", b"%PDF-1.7\n", "повреждён"),
    "pdf head over html": ("скан.pdf", b"%PDF-1.7\n" + HTML, "повреждён"),
    "pdf without pages": ("скан.pdf", pdf(pages=0), "ни одной страницы"),
    "pdf with a password": (
        "скан.pdf",
        pdf(encryption=pikepdf.Encryption(owner="a", user="b")),
        "защищён паролем",
    ),
    "png cut short": ("скан.png", picture(size=(900, 900))[:60], "повреждено"),
    "jpeg head over html": ("скан.jpg", b"\xff\xd8\xff\xe0" + HTML, "повреждено"),
    "jpeg cut short": ("скан.jpg", picture("JPEG", size=(900, 900), colour="red")[:400], "повреждено"),
    "huge picture": ("скан.png", huge_png(), "слишком велико"),
    "too heavy": ("скан.pdf", b"%PDF-1.7" + b"0" * 14 * 1024 * 1024, "Ваш файл: 14,0 МБ"),
}


@pytest.mark.parametrize("what", WRONG)
def test_a_wrong_file_is_refused_with_advice(institution, curator, what):
    name, content, words = WRONG[what]
    with pytest.raises(ValidationError, match=words):
        files.store_scan(SimpleUploadedFile(name, content, "application/pdf"), by=curator)
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize("what", ["html as pdf", "empty", "huge picture", "too heavy"])
def test_the_page_says_it_at_the_field(as_user, curator, issued, what):
    paper = issued()
    name, content, words = WRONG[what]
    upload = SimpleUploadedFile(name, content, "application/pdf")
    answer = as_user(curator).post(reverse("documents:attach_scan", args=[paper.pk]), {"scan": upload})
    assert words in answer.context["scan_form"].errors["scan"][0]
    assert Paper.objects.get(pk=paper.pk).scan is None


@pytest.mark.parametrize(
    ("name", "content", "kept_name", "kind"),
    [
        ("скан.pdf", pdf(), "скан.pdf", files.PDF),
        ("скан.pdf.exe", pdf(), "скан.pdf.pdf", files.PDF),
        ("скан", picture(), "скан.png", files.PNG),
        ("фото.JPEG", picture("JPEG"), "фото.jpg", files.JPEG),
        ("..\\..\\etc\\скан.pdf", pdf(), "скан.pdf", files.PDF),
        ("\u202eскан.pdf", pdf(), "скан.pdf", files.PDF),
        ("я" * 300 + ".pdf", pdf(), None, files.PDF),
    ],
)
def test_a_scan_is_kept_under_a_name_that_says_what_it_is(institution, curator, name, content, kept_name, kind):
    stored = files.store_scan(SimpleUploadedFile(name, content), by=curator)
    assert stored.content_type == kind
    assert stored.name.endswith(files.ENDINGS[kind])
    assert len(stored.name) <= 200
    if kept_name:
        assert stored.name.endswith(kept_name)
    assert "/" not in stored.name
    assert "\\" not in stored.name


def test_what_hides_behind_a_picture_is_gone(institution, curator):
    polyglot = picture() + HTML
    stored = files.store_scan(SimpleUploadedFile("скан.png", polyglot), by=curator)
    assert b"script" not in stored.read()


def test_a_phones_picture_stands_upright_and_tells_nothing(institution, curator):
    exif = Image.Exif()
    exif[0x0112] = 6  # turn by 90°
    exif[0x010F] = "Phone of Ivanova"
    stored = files.store_scan(SimpleUploadedFile("фото.jpg", picture("JPEG", (60, 40), exif=exif)), by=curator)
    image = Image.open(io.BytesIO(stored.read()))
    assert image.size == (40, 60)
    assert not image.getexif()


def test_clear_paper_becomes_white(institution, curator):
    stored = files.store_scan(SimpleUploadedFile("скан.png", picture(mode="RGBA", colour=(0, 0, 0, 0))), by=curator)
    assert Image.open(io.BytesIO(stored.read())).getpixel((5, 5)) == (255, 255, 255)


def test_a_scan_is_served_shut_in(as_user, curator, issued):
    paper = issued()
    address = reverse("documents:attach_scan", args=[paper.pk])
    as_user(curator).post(address, {"scan": SimpleUploadedFile("x.png", picture())})
    answer = as_user(curator).get(reverse("documents:scan", args=[paper.pk]))
    assert answer["Content-Type"] == files.PNG
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Content-Security-Policy"].startswith("sandbox")
