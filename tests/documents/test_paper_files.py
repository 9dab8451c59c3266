"""Files of papers and long work: the same bytes ever after, a pack to sign."""

import io

from django.utils import timezone

from mentorship.documents import codes, packs
from mentorship.documents.blocks import plain_text
from mentorship.documents.models import BackgroundWork
from mentorship.institution.models import Institution
from tests.documents.pages import address


def body(response):
    return b"".join(response.streaming_content)


def test_pdf_is_the_same_bytes_after_the_institution_was_renamed(worker, as_user, curator, issued):
    paper, page = issued(), as_user(curator)
    before = body(page.get(address("pdf", paper)))
    institution = Institution.load()
    institution.short_name = "МБДОУ «Другое имя»"
    institution.save()
    assert body(page.get(address("pdf", paper))) == before
    assert before.startswith(b"%PDF-")


def test_a_lost_file_is_said_not_thrown(worker, as_user, curator, issued):
    from mentorship.documents import storage

    paper, page = issued(), as_user(curator)
    storage.path_of(paper.pdf_sha256).write_bytes(b"%PDF-other")
    answer = page.get(address("pdf", paper), follow=True)
    assert "не найден или повреждён" in answer.content.decode()


def test_a_draft_prints_with_the_word_project(as_user, curator, draft):
    import docx
    import pikepdf

    paper, page = draft(), as_user(curator)
    answer = page.get(address("docx", paper))
    assert "(проект).docx" in answer.headers["Content-Disposition"] or "%28" in answer.headers["Content-Disposition"]
    document = docx.Document(io.BytesIO(body(answer)))
    (section, *_) = document.sections
    assert [line.text for line in section.first_page_header.paragraphs] == ["ПРОЕКТ"]
    assert [line.text for line in section.first_page_footer.paragraphs] == [str(codes.of_paper(paper))]
    with pikepdf.open(io.BytesIO(body(page.get(address("pdf", paper))))) as pdf:
        assert len(pdf.pages) == 2


def test_docx_and_pdf_of_an_issued_paper_bear_its_number(as_user, curator, issued):
    import docx

    paper, page = issued(), as_user(curator)
    document = docx.Document(io.BytesIO(body(page.get(address("docx", paper)))))
    words = "\n".join(p.text for p in document.paragraphs) + "\n".join(
        cell.text for table in document.tables for row in table.rows for cell in row.cells
    )
    assert "1-од" in words
    assert not any("ПРОЕКТ" in line.text for line in document.sections[0].first_page_header.paragraphs)


def test_the_pack_to_sign_is_one_pdf(as_user, director, waiting):
    import pikepdf

    papers = waiting(), waiting()
    page = as_user(director)
    answer = page.post("/papers/to-sign/pack/")
    work = BackgroundWork.objects.get()
    assert answer.url == work.get_absolute_url()
    assert work.state == "done"
    assert "Готово" in page.get(answer.url).content.decode()
    with pikepdf.open(io.BytesIO(body(page.get(f"{answer.url}result/")))) as pdf:
        assert len(pdf.pages) == 6  # the list of the pack with its empty back before them
    listed = [words.replace("\u00a0", " ") for words in plain_text(packs.cover(papers, timezone.localdate()))]
    assert {str(codes.of_paper(paper)) for paper in papers} < set(listed)
    assert "А.С. Петрова, заведующий\nознакомление: 1 чел." in listed
    assert "Пакет на подпись" in page.get("/papers/works/").content.decode()


def test_somebody_elses_work_is_404(as_user, users, director, waiting):
    waiting()
    as_user(director).post("/papers/to-sign/pack/")
    work = BackgroundWork.objects.get()
    assert as_user(users["curator"]).get(work.get_absolute_url()).status_code == 404
    assert as_user(users["curator"]).get(f"{work.get_absolute_url()}result/").status_code == 404


def test_a_running_work_is_asked_again_until_it_is_over(as_user, curator):
    work = BackgroundWork.objects.create(title="Согласия", job="x", owner=curator, state="running", done=4, total=10)
    page = as_user(curator)
    part = page.get(work.get_absolute_url(), headers={"HX-Request": "true"}).content.decode()
    assert "every 1s" in part
    assert "4 из 10" in part
    assert "<html" not in part
    BackgroundWork.objects.update(state="failed", error="Не получилось выполнить.")
    part = page.get(work.get_absolute_url(), headers={"HX-Request": "true"}).content.decode()
    assert "every 1s" not in part
    assert "Не получилось выполнить." in part
