"""A stack of scans finds its papers by the codes on the sheets; what does not, waits and is lost by nobody."""

import io
import random
from datetime import date

import pikepdf
import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image, ImageFilter

from mentorship.accounts.models import Notice
from mentorship.common.workflow import WorkflowError
from mentorship.documents import codes, files, scan_reader, workflow, works
from mentorship.documents.models import BackgroundWork, Paper, StoredFile, WaitingScan
from mentorship.people import papers as consent_papers
from mentorship.people import workflow as people
from mentorship.people.models import Consent
from tests.factories import PersonFactory, UserFactory

PAGE = reverse("documents:scans")


def sheets(paper):
    """Pages of a printed paper as pictures, 200 dots an inch."""
    return drawn(workflow.keep_pdf(paper).pdf.read())


def drawn(content):
    with pypdfium2.PdfDocument(io.BytesIO(content)) as file:
        return [page.render(scale=200 / 72).to_pil().convert("L") for page in file]


def scanned(picture, degrees=0.0, noise=0):
    """A sheet as a cheap scanner gives it: turned a little, grey, specked."""
    turned = picture.rotate(degrees, resample=Image.Resampling.BICUBIC, expand=True, fillcolor="white")
    dust = random.Random(4)
    for _ in range(noise):
        place = (dust.randrange(turned.width), dust.randrange(turned.height))
        turned.putpixel(place, dust.randrange(256))
    return turned.filter(ImageFilter.GaussianBlur(0.8))


def as_pdf(pictures):
    out = io.BytesIO()
    pictures[0].save(out, "PDF", save_all=True, append_images=pictures[1:], resolution=200)
    return out.getvalue()


def as_image(picture, kind="JPEG"):
    out = io.BytesIO()
    picture.save(out, kind, quality=60)
    return out.getvalue()


@pytest.fixture
def blank():
    return Image.new("RGB", (620, 877), "white")  # an empty sheet shows as much at 75 dots an inch


@pytest.fixture
def secretary(users):
    return users["secretary"]


@pytest.fixture
def drop(as_user, curator):
    """``drop(content, …)``: files dropped on the page by the curator."""

    def send(*contents, user=curator):
        uploads = [SimpleUploadedFile(f"скан-{n}.pdf", content) for n, content in enumerate(contents, 1)]
        return as_user(user).post(PAGE, {"scans": uploads})

    return send


@pytest.mark.slow
@pytest.mark.parametrize("degrees", [0, 1.5, -2, 90, 180])
@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_turned_and_specked_sheet_is_recognised(issued, degrees, kind):
    paper = issued()
    picture = scanned(sheets(paper)[0], degrees, noise=20_000)
    content_type = {"JPEG": files.JPEG, "PNG": files.PNG}[kind]
    (run,) = scan_reader.read(as_image(picture, kind), content_type)
    assert run.code == codes.of_paper(paper)


@pytest.mark.slow
def test_a_stack_is_cut_by_its_first_sheets_and_attached(issued, drop, curator):
    one, two = issued(), issued()
    first, second = sheets(one), sheets(two)
    answer = drop(as_pdf([scanned(page, 1) for page in [*first, *second]]))
    work = BackgroundWork.objects.get()
    assert answer.url == work.get_absolute_url()
    assert work.state == work.State.DONE
    for paper, pages in ((one, first), (two, second)):
        paper.refresh_from_db()
        assert paper.scan.content_type == files.PDF
        assert scan_reader.page_count(paper.scan.read()) == len(pages)
        assert drawn(paper.scan.read())[0].size == pytest.approx(scanned(pages[0], 1).size, abs=3)
        assert paper.scanned_by == curator
    assert not WaitingScan.objects.exists()
    assert work.error == "Приложено – 2."
    assert work.error in Notice.objects.filter(user=curator).latest("pk").text


def test_the_dropped_stack_leaves_the_disk_once_it_is_cut(issued, drop, django_capture_on_commit_callbacks):
    paper = issued()
    with django_capture_on_commit_callbacks(execute=True):
        drop(as_pdf(sheets(paper)))
    assert not StoredFile.objects.filter(name="скан-1.pdf").exists()
    kept = {stored.sha256 for stored in StoredFile.objects.all()}
    assert {path.name for path in files.storage.path_of("00").parents[1].rglob("*") if path.is_file()} == kept


def test_a_photo_without_a_code_waits_and_is_attached_by_its_typed_code(issued, drop, blank, as_user, curator):
    paper = issued()
    answer = drop(as_image(blank))
    waiting = WaitingScan.objects.get()
    assert waiting.why.startswith("Кода на листе не видно")
    page = as_user(curator)
    assert "ждут вас – 1. Вернитесь и разберите" in page.get(answer.url).content.decode()
    assert f'value="{codes.of_paper(paper)}"' in page.get(PAGE).content.decode()  # offered among those without a scan
    typed = str(codes.of_paper(paper)).lower().replace("p", "р")
    page.post(reverse("documents:scan_place", args=[waiting.pk]), {"code": typed})
    paper.refresh_from_db()
    assert paper.scan is not None
    assert not WaitingScan.objects.exists()


def test_sheets_before_the_first_code_wait_by_themselves(issued, drop, blank):
    paper = issued()
    drop(as_pdf([blank, blank, *sheets(paper)]))
    paper.refresh_from_db()
    assert paper.scan is not None
    waiting = WaitingScan.objects.get()
    assert (waiting.pages, waiting.name) == (2, "скан-1.pdf, стр. 1–2")


def qr(text):
    """A sheet with nothing on it but this QR."""
    rows = codes.squares(text)
    picture = Image.new("L", (len(rows) + 2 * codes.BORDER,) * 2, "white")
    for y, row in enumerate(rows, codes.BORDER):
        for x, black in enumerate(row, codes.BORDER):
            picture.putpixel((x, y), 0 if black else 255)
    return picture.resize((picture.width * 6,) * 2, Image.Resampling.NEAREST)


@pytest.mark.parametrize(("ogrn", "is_ours"), [("1024700000005", True), ("1037800000016", False)])
def test_a_sheet_of_another_institution_waits_though_we_have_a_paper_of_its_code(
    issued, institution, drop, ogrn, is_ours
):
    institution.ogrn = ogrn
    institution.save()
    paper = issued()
    drop(as_image(qr(codes.marked(codes.of_paper(paper), "00000005")), "PNG"))
    paper.refresh_from_db()
    said = [(scan.code, "код другого учреждения" in scan.why) for scan in WaitingScan.objects.all()]
    assert (bool(paper.scan), said) == ((True, []) if is_ours else (False, [("", True)]))


def test_a_paper_with_a_scan_is_not_touched_without_a_word(issued, drop, as_user, curator):
    paper = issued()
    drop(as_image(sheets(paper)[0]))
    paper.refresh_from_db()
    first = paper.scan
    drop(as_image(scanned(sheets(paper)[0], 1)))
    paper.refresh_from_db()
    assert paper.scan == first
    waiting = WaitingScan.objects.get()
    assert waiting.doubt == WaitingScan.Doubt.HAS_SCAN
    place = reverse("documents:scan_place", args=[waiting.pk])
    assert as_user(curator).post(place, {"code": waiting.code}).url == f"{PAGE}#scan-{waiting.pk}"
    paper.refresh_from_db()
    assert paper.scan == first
    as_user(curator).post(place, {"code": waiting.code, "how": "append"})
    paper.refresh_from_db()
    assert scan_reader.page_count(paper.scan.read()) == 2
    assert not WaitingScan.objects.exists()


def test_a_decision_counts_only_for_the_code_it_was_made_of(issued, drop, blank, curator):
    paper = issued()
    drop(as_image(sheets(paper)[0]))
    drop(as_image(blank))
    waiting = WaitingScan.objects.get()
    with pytest.raises(workflow.Doubtful) as error:
        workflow.place_scan(waiting, str(codes.of_paper(paper)), by=curator, how="replace")
    assert error.value.doubt == WaitingScan.Doubt.HAS_SCAN


def test_a_sheet_too_many_is_looked_at_first(issued, drop, blank, as_user, curator):
    paper = issued()
    pages = sheets(paper)
    drop(as_pdf([*pages, blank, blank, blank]))
    paper.refresh_from_db()
    assert paper.scan is None
    waiting = WaitingScan.objects.get()
    assert "чужого листа" in waiting.why
    as_user(curator).post(reverse("documents:scan_place", args=[waiting.pk]), {"code": waiting.code, "how": "as_is"})
    paper.refresh_from_db()
    assert scan_reader.page_count(paper.scan.read()) == len(pages) + 3


def test_another_version_of_the_text_is_looked_at_first(issued, curator, blank):
    paper = issued()
    stored = files.store(as_image(blank), name="а.jpg", content_type=files.JPEG, by=curator)
    waiting = WaitingScan.objects.create(file=stored, name="а.jpg", is_read=True, pages=1, added_by=curator)
    other = codes.Code("P", paper.pk, paper.version + 1)
    with pytest.raises(workflow.Doubtful, match="другой текст"):
        workflow.place_scan(waiting, str(other), by=curator)


def test_an_unsigned_paper_takes_no_scan(waiting, drop):
    from mentorship.documents import freezing, pdf
    from mentorship.documents.page import layout_of

    paper = waiting()
    printed = pdf.render(freezing.fill(paper.blocks), layout_of(paper), title="Приказ", code=codes.of_paper(paper))
    drop(printed)
    assert "сначала его подписывают" in WaitingScan.objects.get().why
    assert Paper.objects.get(pk=paper.pk).scan is None


@pytest.mark.parametrize("typed", ["", "P1-1-1", "что-то", "P99999-1-A", "<script>"])
def test_a_wrong_code_changes_nothing_and_is_answered(drop, blank, as_user, curator, typed):
    drop(as_image(blank))
    waiting = WaitingScan.objects.get()
    answer = as_user(curator).post(reverse("documents:scan_place", args=[waiting.pk]), {"code": typed}, follow=True)
    assert answer.status_code == 200
    assert WaitingScan.objects.filter(pk=waiting.pk).exists()


def test_a_consent_comes_home_and_only_the_curator_puts_it_there(drop, secretary, curator, institution):
    from mentorship.documents.pdf import render

    (consent,) = people.print_consents([PersonFactory()], [Consent.Kind.PROCESSING], by=curator)
    blocks, layout, title = consent_papers.paper_of(consent)
    printed = drawn(render(blocks, layout, title=title, code=consent_papers.code_of(consent)))
    content = as_pdf([scanned(page, 1) for page in printed])
    drop(content, user=secretary)
    assert "разбирает куратор" in WaitingScan.objects.get().why
    drop(content)
    consent.refresh_from_db()
    assert scan_reader.page_count(consent.scan.read()) == len(printed)
    assert consent.signed_on is None  # the day of the signature is told by a human being


def test_the_code_of_a_consent_says_its_number(institution, curator):
    (consent,) = people.print_consents([PersonFactory()], [Consent.Kind.MENTOR], by=curator, on=date(2026, 9, 1))
    code = consent_papers.code_of(consent)
    assert str(code).startswith("C1-2026-")
    assert consent_papers.consent_of_code(code) == consent


def test_what_is_no_scan_is_named_and_the_rest_is_read(issued, drop):
    paper = issued()
    answer = drop(b"MZ not a scan", as_pdf(sheets(paper)))
    paper.refresh_from_db()
    assert paper.scan is not None
    messages = [str(one) for one in answer.wsgi_request._messages]
    assert any("скан-1.pdf" in one and "PDF, JPG, PNG" in one for one in messages)


def test_reading_twice_attaches_once(issued, drop, curator):
    paper = issued()
    drop(as_pdf(sheets(paper)))
    work = BackgroundWork.objects.get()
    work.state = work.State.RUNNING
    works.run(work)
    assert work.state == work.State.FAILED
    assert "уже разобраны" in work.error
    assert Paper.history.filter(id=paper.pk, history_change_reason="приложен скан").count() == 1


def test_a_broken_pdf_waits_with_its_reason(curator, institution):
    stored = files.store(b"%PDF-1.4 broken", name="а.pdf", content_type=files.PDF, by=curator)
    (scan,) = workflow.take_scans([stored], by=curator)
    workflow.sort_scan(scan, by=curator)
    scan.refresh_from_db()
    assert scan.is_read
    assert "повреждён" in scan.why


def test_a_scan_nobody_needs_goes_with_its_file(drop, blank, as_user, curator, django_capture_on_commit_callbacks):
    drop(as_image(blank))
    waiting = WaitingScan.objects.select_related("file").get()
    path = files.storage.path_of(waiting.file.sha256)
    assert path.exists()
    with django_capture_on_commit_callbacks(execute=True):
        as_user(curator).post(reverse("documents:scan_drop", args=[waiting.pk]))
    assert not path.exists()
    assert not WaitingScan.objects.exists()


def test_strangers_see_no_scans(as_user, drop, blank, users):
    drop(as_image(blank))
    waiting = WaitingScan.objects.get()
    for user in (users["director"], UserFactory()):
        page = as_user(user)
        assert page.get(PAGE).status_code == 403
        assert page.get(reverse("documents:scan_file", args=[waiting.pk])).status_code == 403


def test_a_cut_file_carries_no_scripts(issued):
    with pikepdf.open(io.BytesIO(workflow.keep_pdf(issued()).pdf.read())) as pdf:
        pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        out = io.BytesIO()
        pdf.save(out)
    content = scan_reader.cut(out.getvalue(), files.PDF, scan_reader.Run(1, 1, None))
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert "/OpenAction" not in pdf.Root


def test_what_means_no_record_is_refused(issued, blank, curator):
    stored = files.store(as_image(blank), name="а.jpg", content_type=files.JPEG, by=curator)
    waiting = WaitingScan.objects.create(file=stored, name="а.jpg", is_read=True, added_by=curator)
    with pytest.raises(WorkflowError, match="такого кода, номера или человека"):
        workflow.place_scan(waiting, "12/2026-С", by=curator)
