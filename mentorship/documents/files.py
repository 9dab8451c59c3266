"""Taking files from people and giving them back: judged by content, never by name."""

import io

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import FileResponse

from mentorship.common.russian import clean_text

from . import storage
from .models import StoredFile

PDF, JPEG, PNG = "application/pdf", "image/jpeg", "image/png"
ENDINGS = {PDF: ".pdf", JPEG: ".jpg", PNG: ".png"}
MAX_PIXELS = 50_000_000


def accept_scan(upload):
    """Check an uploaded scan by its content and return ``(bytes, content type)``; images are re-encoded, EXIF goes.

    Raises:
        ValidationError: not a PDF, JPEG or PNG, broken, or larger than ten megabytes (law.md section 8).
    """
    size = f"{upload.size / 1024 / 1024:.1f}".replace(".", ",")
    if upload.size > settings.MAX_SCAN_BYTES:
        raise ValidationError(f"Допустимы PDF, JPG, PNG до 10 МБ. Ваш файл: {size} МБ.")
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
    import warnings

    from PIL import Image, UnidentifiedImageError  # slow import

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(content), formats=["JPEG", "PNG"])
            if image.width * image.height > MAX_PIXELS:
                raise ValidationError(
                    "Изображение слишком велико: отсканируйте с разрешением 200–300 точек на дюйм."
                )
            image.load()
            kind, out = image.format, io.BytesIO()
            image.convert("RGB").save(out, kind, quality=90)
    except (
        UnidentifiedImageError,
        OSError,
        Image.DecompressionBombError,
        Warning,
        SyntaxError,
        ValueError,
    ) as error:
        raise ValidationError("Изображение повреждено. Отсканируйте документ ещё раз.") from error
    return out.getvalue(), JPEG if kind == "JPEG" else PNG


def store(content, *, name, content_type, by):
    """Keep ``content`` and return its row; call outside long transactions: the disk is waited for."""
    shown = clean_text(str(name)).replace("/", "_").replace("\\", "_")[-200:] or "файл"
    return StoredFile.objects.create(
        sha256=storage.put(content), name=shown, content_type=content_type, size=len(content), added_by=by
    )


def store_scan(upload, *, by):
    """Check and keep an uploaded scan. Raises ValidationError as :func:`accept_scan`."""
    content, content_type = accept_scan(upload)
    return store(content, name=upload.name, content_type=content_type, by=by)


def response(content, *, name, content_type, inline=False):
    """An HTTP answer with a file: sandboxed, never cached, never sniffed; the view has checked the right before."""
    answer = FileResponse(
        io.BytesIO(content), as_attachment=not inline, filename=name, content_type=content_type
    )
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    if content_type != PDF:  # the browser's own PDF viewer does not run in a sandbox
        answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer
