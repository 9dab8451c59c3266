"""The institution's own words: every template says its sample, placeholders are from the list, versions, two at once."""

import pytest

from mentorship.documents import blocks, kinds, wording

REWORDED = [kind for group in kinds.catalogue().values() for kind in group if kind.sample]
ORDERS = [kind for kind in kinds.all_kinds() if "Приказ" in kind.title]


@pytest.mark.parametrize("kind", REWORDED, ids=lambda kind: kind.code)
def test_the_portals_own_templates_say_its_sample(kind):
    known = wording.units(kind)
    bare = wording.sample(kind, {})
    rewritten = wording.sample(kind, {key: unit.template for key, unit in known.items()})
    assert blocks.plain_text(rewritten) == blocks.plain_text(bare)
    assert not any("wording" in block for block in rewritten)
    for unit in known.values():
        assert wording.tidy(unit.template) == unit.template
        assert wording.problem(unit, unit.template) == ""
        assert all(means for _, means in unit.words.values())


@pytest.mark.parametrize("kind", ORDERS, ids=lambda kind: kind.code)
def test_every_order_lets_its_preamble_and_items_be_reworded(kind):
    before_annex = []
    for block in kind.sample():
        if block["type"] in ("signature", "annex"):
            break
        before_annex.append(block)
    written = [block for block in before_annex if block["type"] == "paragraph" or block.get("level") == 1]
    assert [block["text"] for block in written if "wording" not in block] == []
