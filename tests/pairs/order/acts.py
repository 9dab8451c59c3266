"""What tests do with an order on pairs: look into it, sign it."""

import uuid

from mentorship.documents import workflow as documents


def only(paper, kind):
    return next(block for block in paper.blocks if block["type"] == kind)


def sign(paper, curator, director):
    documents.send(paper, by=curator)
    return documents.issue(paper, by=director, key=uuid.uuid4())
