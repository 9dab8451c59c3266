"""Many papers as one PDF for the printer: jobs of the background."""

from django.utils import timezone

from mentorship.common.russian import counted, date_digits, date_words
from mentorship.common.workflow import WorkflowError

from . import blocks, codes, files, freezing, kinds, page, workflow
from .layout import PLAIN
from .models import Paper
from .page import layout_of
from .works import Result

COVER = [
    {"title": "№", "width": 5, "align": "center"},
    {"title": "Документ", "width": 30},
    {"title": "Код внизу листа", "width": 13, "align": "center"},
    {"title": "Кто подписывает", "width": 26},
    {"title": "Проверьте до подписи", "width": 26},
]
MOST_ASKED = 3  # the page of the paper tells all


def papers_to_sign(params, progress, by):
    """All that lies before the head, in the order it came: gaps for number and date, each paper from a new face.

    A pack of several papers begins with a sheet that lists them.
    """
    from . import pdf  # slow import

    waiting = Paper.objects.visible_to(by).waiting().filter(pk__in=params["ids"]).order_by("sent_at", "pk")
    if not waiting:
        raise WorkflowError("На подписи ничего не осталось: документы уже подписаны или отозваны.")
    pack = [(freezing.fill(one.blocks), layout_of(one), one.title, codes.of_paper(one)) for one in waiting]
    if len(pack) > 1:
        pack.insert(0, (cover(waiting, timezone.localdate()), page.of_institution(PLAIN), "Пакет на подпись"))
    content = pdf.render_pack(pack, progress=progress, duplex=True)
    for one in waiting:
        workflow.note_printed(one, by=by)
    return Result(content, f"На подпись {date_digits(timezone.localdate())}.pdf", files.PDF)


def cover(papers, on):
    """Blocks of the sheet on top of a pack: each paper with its code, who signs it, and what it lacks on the day ``on``."""
    count = counted(len(papers), "документ,документа,документов")
    return [
        blocks.doc_title("ПАКЕТ НА ПОДПИСЬ"),
        blocks.paragraph(f"{date_words(on)}, {count}", indent=False, align="center"),
        blocks.table(COVER, [[f"{number}.", *_line(one, on)] for number, one in enumerate(papers, 1)]),
        blocks.note("Этот лист остаётся у вас: он не часть документов. Подписанные листы вернутся в портал по коду."),
    ]


def _line(paper, on):
    lacking = [one.text for one in [*workflow.missing(paper, on), *kinds.get(paper.kind).notes(paper)]]
    rest = [f"И ещё {len(lacking) - MOST_ASKED}."] if len(lacking) > MOST_ASKED else []
    asked = "\n".join([*lacking[:MOST_ASKED], *rest])
    return [paper.title, str(codes.of_paper(paper)), "\n".join(_signers(paper)), asked]


def _signers(paper):
    """Everybody for whom the paper has a place to sign, in the order of the text."""
    found = []
    for block in paper.blocks:
        match block["type"]:
            case "signature":
                found.append(", ".join(filter(None, [block["name"], block["post"][:1].lower() + block["post"][1:]])))
            case "signoff":
                found.append(block["name"])
            case "acquaintance":
                found.append(f"ознакомление: {len(block['people'])} чел.")
    return [one for one in found if one]
