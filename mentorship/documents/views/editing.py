"""The editor of a draft."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from mentorship.common.asked import must, number
from mentorship.common.workflow import Conflict, WorkflowError

from .. import blocks as block_rules
from .. import editor, kinds, permissions, proposal, screens, wording, workflow
from .shared import get_paper


@require_http_methods(["GET", "POST"])
def edit(request, pk):
    """The text of a draft block by block; nothing is saved before «Сохранить»."""
    found = get_paper(request, pk)
    must(permissions.can_prepare(request.user))
    if request.method == "GET":
        if not found.is_editable:
            messages.info(request, f"Документ «{found.get_state_display()}»: его текст уже не правят.")
            return redirect(found)
        compare = "compare" in request.GET
        return _editor(request, found, found.blocks, base=found.version, version=found.version, compare=compare)
    base, version = _number(request, "base"), _number(request, "version")
    blocks = editor.read(request.POST, found.blocks_at(base))
    act = request.POST.get("act", "save")
    if act == "preview" and request.htmx:
        return render(request, "documents/_preview.html", {"paper": found} | _preview(found, blocks))
    if act != "save":
        return _changed(request, found, blocks, act, base=base, version=version)
    return _save(request, found, editor.without_empty(blocks), base=base, version=version)


def _changed(request, found, blocks, act, *, base, version):
    """The form after one of its buttons, nothing saved yet."""
    before, (verb, _, block_id) = blocks, act.partition(":")
    if verb == "restore":
        blocks = proposal.restored(blocks, _proposed(found), block_id)
    else:
        blocks = editor.changed(blocks, act)
    compare = act != "plain" and (verb in ("compare", "restore") or bool(request.POST.get("compare")))
    focus = editor.focus(before, blocks, act)
    return _editor(request, found, blocks, base=base, version=version, unsaved=True, compare=compare, focus=focus)


def _proposed(found):
    """The text that the records propose today; nothing where they cannot be written from."""
    try:
        return wording.proposed(found)[0]
    except WorkflowError:
        return []


def _preview(found, blocks):
    """The sheet of an unsaved text, or why it cannot be shown."""
    blocks = editor.without_empty(blocks)
    try:
        block_rules.validate(blocks)
    except ValueError as error:
        return {"problem": str(error)}
    return {"sheet": screens.sheet_of(found, blocks)}


def _number(request, name):
    return number(request.POST.get(name, ""))


def _save(request, found, blocks, *, base, version):
    try:
        workflow.edit(found, blocks=blocks, version=version, by=request.user)
    except Conflict as error:
        return _conflict(request, error.current, blocks, base=base)
    except WorkflowError as error:
        stored = get_paper(request, found.pk)
        return _editor(request, stored, blocks, base=base, version=version, unsaved=True, refusal=error)
    messages.success(request, "Текст сохранён.")
    return redirect(found)


def _editor(request, found, blocks, *, base, version, unsaved=False, refusal=None, compare=False, focus=("", "")):
    known = {block["id"] for block in found.blocks_at(base)}
    at = getattr(refusal, "block_id", "")
    context = {
        "paper": found,
        "kind": kinds.title(found.kind),
        "rows": editor.rows(blocks, known=known, problem=str(refusal or ""), problem_at=at),
        "base": base,
        "version": version,
        "unsaved": unsaved,
        "refusal": refusal,
        "notes": screens.notes(found),
    }
    for row in context["rows"]:
        row.focus = focus[1] if row.id == focus[0] else ""
    if compare:
        context |= _differences(found, blocks, context["rows"])
    return render(request, "documents/edit.html", context | _preview(found, blocks))


def _differences(found, blocks, rows):
    """What differs from the proposed text: written into the rows, what is not among them listed."""
    changes = proposal.compared(blocks, _proposed(found))
    for row in rows:
        row.added = row.id in changes.added
        if row.id in changes.reworded:
            row.proposed = proposal.words(changes.reworded[row.id])
    left_out = [proposal.words(block) for block in changes.left_out]
    return {"compare": True, "left_out": left_out, "differs": bool(changes.reworded or changes.added or left_out)}


def _conflict(request, stored, mine, *, base):
    """409: my text beside the stored one, with nothing of mine lost."""
    known = {block["id"] for block in stored.blocks_at(base)}
    last = stored.history.filter(version=stored.version).select_related("history_user").first()
    context = {
        "paper": stored,
        "difference": editor.difference(mine, stored.blocks),
        "hidden": [("base", base), ("version", stored.version), *editor.hidden(mine, known)],
        "last": last,
    }
    return render(request, "documents/conflict.html", context, status=409)
