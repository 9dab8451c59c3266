"""The registry of papers in the administration."""

from mentorship.documents.models import Paper


def act(client, action, papers):
    data = {"action": action, "_selected_action": [paper.pk for paper in papers]}
    return client.post("/registry/documents/paper/", data, follow=True).content.decode()


def test_the_registry_is_read_only(as_user, curator, issued, draft):
    page = as_user(curator)
    for paper in (issued(), draft()):
        assert page.get(f"/registry/documents/paper/{paper.pk}/change/").status_code == 200
        assert page.post(f"/registry/documents/paper/{paper.pk}/change/", {"title": "x"}).status_code == 403
        assert page.get(f"/registry/documents/paper/{paper.pk}/delete/").status_code == 403


def test_a_bulk_action_is_done_for_all_or_for_none(as_user, curator, draft, issued):
    first, second, signed = draft(), draft(), issued()
    page = as_user(curator)
    assert "Ничего не сделано" in act(page, "send_to_sign", [first, signed])
    assert Paper.objects.get(pk=first.pk).state == "draft"
    assert "Переданы на подпись: 2." in act(page, "send_to_sign", [first, second])
    assert "Отозваны с подписи: 2." in act(page, "take_back_from_sign", [first, second])
    assert Paper.objects.filter(state="draft").count() == 2
