"""Taking files from people and giving them back: judged by content, never by name."""

import io
from pathlib import PurePath

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import FileResponse
from django.shortcuts import redirect

from mentorship.common.russian import clean_text

from . import storage
from .models import StoredFile

PDF, JPEG, PNG = "application/pdf", "image/jpeg", "image/png"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ENDINGS = {PDF: ".pdf", JPEG: ".jpg", PNG: ".png"}
MAX_PIXELS = 50_000_000
TOO_MANY_PIXELS = "Изображение слишком велико: отсканируйте с разрешением 200–300 точек на дюйм."
LOST = "Файл на диске не найден или повреждён. Сообщите администратору: его вернут из резервной копии."


def accept_scan(upload, *, limit=None):
    """Check an uploaded scan by its content and return ``(bytes, content type)``; images are re-encoded, EXIF goes.

    Raises:
        ValidationError: not a PDF, JPEG or PNG, broken, or larger than ``limit`` bytes, ten megabytes unless given
            (law.md section 8).
    """
    limit = limit or settings.MAX_SCAN_BYTES
    size = f"{upload.size / 1024 / 1024:.1f}".replace(".", ",")
    if upload.size > limit:
        raise ValidationError(f"Допустимы PDF, JPG, PNG до {limit // 1024 // 1024} МБ. Ваш файл: {size} МБ.")
    if not upload.size:
        raise ValidationError("Файл пустой. Отсканируйте документ ещё раз.")
    content = upload.read()
    if content.startswith(b"%PDF-"):
        return _checked_pdf(content), PDF
    if content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")):
        return _clean_image(content)
    raise ValidationError("Допустимы только PDF, JPG, PNG: выберите скан или фотографию документа.")


def _checked_pdf(content):
    import pikepdf  # slow import

    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            if len(pdf.pages) == 0:
                raise ValidationError("В этом PDF нет ни одной страницы.")
    except pikepdf.PasswordError as error:
        raise ValidationError("PDF защищён паролем. Сохраните его без пароля.") from error
    except pikepdf.PdfError as error:
        raise ValidationError("Файл PDF повреждён. Отсканируйте документ ещё раз.") from error
    return content


def _clean_image(content):
    from PIL import Image, ImageFile, UnidentifiedImageError  # slow import

    ImageFile.LOAD_TRUNCATED_IMAGES = False  # WeasyPrint turns it on for the whole process
    kind = "PNG" if content.startswith(b"\x89PNG") else "JPEG"  # some phones' JPEG calls itself MPO
    try:
        image = Image.open(io.BytesIO(content), formats=["JPEG", "PNG"])
        if image.width * image.height > MAX_PIXELS:
            raise ValidationError(TOO_MANY_PIXELS)
        out = io.BytesIO()
        _upright_on_white(image).save(out, kind, quality=90)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ValidationError(TOO_MANY_PIXELS) from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise ValidationError("Изображение повреждено. Отсканируйте документ ещё раз.") from error
    return out.getvalue(), PNG if kind == "PNG" else JPEG


def _upright_on_white(image):
    """The picture as people see it: phones write its turn into EXIF, which goes; clear paper is white."""
    from PIL import Image, ImageOps  # slow import

    image = ImageOps.exif_transpose(image)
    if not image.has_transparency_data:
        return image.convert("RGB")
    sheet = Image.new("RGBA", image.size, "white")
    sheet.alpha_composite(image.convert("RGBA"))
    return sheet.convert("RGB")


def store(content, *, name, content_type, by):
    """Keep ``content`` and return its row; call outside long transactions: the disk is waited for."""
    shown = clean_text(str(name)).replace("/", "_").replace("\\", "_")[-200:] or "файл"
    return StoredFile.objects.create(
        sha256=storage.put(content), name=shown, content_type=content_type, size=len(content), added_by=by
    )


def store_scan(upload, *, by):
    """Check and keep an uploaded scan under a name that says what it is. Raises as :func:`accept_scan`."""
    content, content_type = accept_scan(upload)
    return store(content, name=scan_name(upload.name, content_type), content_type=content_type, by=by)


def drop(stored):
    """Delete a file to which nothing points any more; its content leaves the disk once that is committed."""
    sha256 = stored.sha256
    stored.delete()
    transaction.on_commit(lambda: _remove_unless_shared(sha256))


def _remove_unless_shared(sha256):
    if not StoredFile.objects.filter(sha256=sha256).exists():
        storage.path_of(sha256).unlink(missing_ok=True)


def scan_name(name, content_type):
    """The name that a scan is given back under: its own, with the ending that says what it is."""
    return f"{PurePath(name).stem}{ENDINGS[content_type]}"


def response(content, *, name, content_type, inline=False):
    """An HTTP answer with a file: sandboxed, never cached, never sniffed; the view has checked the right before."""
    answer = FileResponse(io.BytesIO(content), as_attachment=not inline, filename=name, content_type=content_type)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    if content_type != PDF:  # the browser's own PDF viewer does not run in a sandbox
        answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer


def kept(request, stored, *, back, name=""):
    """A stored file in the browser; one that the disk has lost or spoilt leads back with advice.

    Args:
        back: the record or the address of the page that has led here.
        name: another than that of the file.
    """
    try:
        content = stored.read()
    except OSError:
        messages.error(request, LOST)
        return redirect(back)
    return response(content, name=name or stored.name, content_type=stored.content_type, inline=True)
