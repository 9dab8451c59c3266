"""Addresses of papers, what their editor posts, and blocks of their text."""

from django.urls import reverse


def address(name, paper):
    return reverse(f"documents:{name}", args=[paper.pk])


def editor_fields(paper, blocks_=None, **texts):
    """The editor's form as the page sends it; ``texts`` maps ids of blocks to new words."""
    blocks_ = blocks_ or paper.blocks
    data = {"base": paper.version, "version": paper.version, "block": [block["id"] for block in blocks_]}
    return data | {f"text-{id}-text": words for id, words in texts.items()}


def of_type(paper, kind):
    return [block for block in paper.blocks if block["type"] == kind]
