"""«Формулировки»: the institution's own words for the papers of a kind, and their earlier versions."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from mentorship.common.asked import must, number
from mentorship.common.workflow import Conflict, WorkflowError

from .. import blocks as block_rules
from .. import kinds, page, pdf, permissions, wording, workflow
from ..models import KindWording
from .rules import sample_response

SHOWN_VERSIONS = 50
SAVED = "Сохранено. Новые черновики портал составит этими словами; изданные документы не меняются."


@dataclass(frozen=True)
class Row:
    """A place of the sample: words that may be changed (``unit``) or that may not (``said``).

    Attributes:
        text: the template in the field; ``is_own`` tells it from the portal's.
        was: the portal's text at the time of the own one, if the portal has another by now.
    """

    unit: wording.Unit | None = None
    said: str = ""
    text: str = ""
    is_own: bool = False
    was: str = ""
    error: str = ""

    @property
    def told(self):
        """The words of this text, each with whether it must stay."""
        return [(name, *told, name in self.unit.needed) for name, told in self.unit.own.items()]

    @property
    def height(self):
        return min(max(sum(1 + len(line) // 70 for line in self.text.split("\n")), 2), 14)


@require_http_methods(["GET", "POST"])
def kind_wording(request, code):
    """Each paragraph of a kind that may be reworded, in its place; nothing is saved before «Сохранить»."""
    kind = _kind(request, code)
    known = wording.units(kind)
    if request.method == "GET":
        current = KindWording.objects.current(code)
        texts = _originals(known) | (current.own if current else {})
        return _page(request, kind, known, texts, version=current.version if current else 0)
    texts = {key: wording.tidy(request.POST.get(f"text-{key}", unit.template)) for key, unit in known.items()}
    version = number(request.POST.get("version", ""))
    verb, _, key = request.POST.get("act", "save").partition(":")
    if verb == "preview" and request.htmx:
        return render(request, "documents/_preview.html", _preview(kind, texts))
    if verb == "pdf":
        return sample_response(wording.sheet(kind, texts), kind.layout, f"Образец. {kind.title}")
    if verb == "save":
        return _save(request, kind, known, texts, version=version)
    texts |= {name: text for name, text in _originals(known).items() if verb == "restore" and key in ("", name)}
    return _page(request, kind, known, texts, version=version, unsaved=True, focus=key)


def _kind(request, code):
    must(permissions.can_see_rules(request.user))
    must(request.method != "POST" or permissions.can_change_rules(request.user))
    kind = kinds.described(code)
    if kind is None or kind.sample is None:
        raise Http404
    return kind


def _originals(known):
    return {key: unit.template for key, unit in known.items()}


def _save(request, kind, known, texts, *, version):
    try:
        workflow.save_wording(kind, texts=texts, version=version, by=request.user)
    except Conflict as error:
        return _conflict(request, kind, known, texts, error.current)
    except workflow.OwnWordingError as error:
        return _page(request, kind, known, texts, version=version, unsaved=True, refusal=error)
    messages.success(request, SAVED)
    return redirect("documents:wording", kind.code)


def _page(request, kind, known, texts, *, version, unsaved=False, refusal=None, focus=""):
    current = KindWording.objects.current(kind.code)
    kept = current.texts if current else {}
    may_change = permissions.can_change_rules(request.user)
    rows = _rows(kind, known, texts, kept)
    context = {
        "kind": kind,
        "rows": rows,
        "has_words": any(unit.words for unit in known.values()),
        "has_own": any(row.is_own for row in rows),
        "everywhere": {name: unit.words[name] for unit in known.values() for name in unit.common},
        "version": version,
        "unsaved": unsaved,
        "refusal": refusal,
        "focus": focus,
        "may_change": may_change and bool(known),
        "versions": KindWording.objects.of(kind.code).select_related("by")[:SHOWN_VERSIONS],
        "no_change": "" if known else kind.words_stay or wording.NO_CHANGE,
    }
    return render(request, "documents/wording.html", context | _preview(kind, texts))


def _rows(kind, known, texts, kept):
    """The sample from top to bottom: each unit once, the rest as words; below it the units of its variants."""
    problems, seen, rows = wording.problems(known, texts), set(), []
    for variant, blocks in wording.samples(kind).items():
        found = _places(blocks, seen)
        if variant:
            found = [(key, said) for key, said in found if key]
            rows += [Row(said=f"Если выбрано другое: {variant}")] if found else []
        for key, said in found:
            rows.append(_row(known[key], texts[key], kept.get(key), problems.get(key, "")) if key else Row(said=said))
    return [row for row in rows if row.unit or row.said.strip()]


def _row(unit, text, kept, problem):
    was = kept["original"] if kept and kept["original"] != unit.template else ""
    return Row(unit, text=text, is_own=text != unit.template, was=was, error=problem)


def _places(blocks, seen):
    """(key of a unit not seen yet or "", the words of a block) of each block in turn."""
    counted = block_rules.numbers(blocks)
    for block in blocks:
        key = block.get("wording", {}).get("key", "")
        said = " · ".join(block_rules.plain_text([block])[:6])
        if not key:
            yield "", f"{counted[block['id']]} {block['text']}" if block["id"] in counted else said
        elif key not in seen:
            seen.add(key)
            yield key, said


def _preview(kind, texts):
    """The sheet of the sample in these words, or why it cannot be shown."""
    blocks = wording.sheet(kind, texts)
    try:
        block_rules.validate(blocks)
    except ValueError as error:
        return {"problem": str(error)}
    return {"sheet": pdf.preview(blocks, page.of_institution(kind.layout))}


def _conflict(request, kind, known, texts, stored):
    """409: my words beside the stored ones wherever they differ, with nothing of mine lost."""
    theirs = _originals(known) | stored.own
    differing = [(unit, texts[key], theirs[key]) for key, unit in known.items() if texts[key] != theirs[key]]
    hidden = [(f"text-{key}", text) for key, text in texts.items()]
    context = {"kind": kind, "stored": stored, "differing": differing, "hidden": hidden}
    return render(request, "documents/wording_conflict.html", context, status=409)


@require_http_methods(["GET", "POST"])
def wording_version(request, code, version):
    """One version as it was; a POST brings it back as the newest."""
    kind = _kind(request, code)
    shown = get_object_or_404(KindWording.objects.select_related("by"), kind=code, version=version)
    current = KindWording.objects.current(code)
    if request.method == "POST":
        try:
            workflow.bring_wording_back(kind, shown, version=current.version, by=request.user)
        except WorkflowError as error:
            messages.error(request, _refused(error))
        else:
            messages.success(request, SAVED)
        return redirect("documents:wording", code)
    context = {
        "kind": kind,
        "shown": shown,
        "is_current": shown == current,
        "texts": [(unit, shown.own[key]) for key, unit in wording.units(kind).items() if key in shown.own],
        "may_change": permissions.can_change_rules(request.user),
    }
    return render(request, "documents/wording_version.html", context | _preview(kind, shown.own))


def _refused(error):
    problems = getattr(error, "problems", {})
    return " ".join([str(error), *problems.values()])
