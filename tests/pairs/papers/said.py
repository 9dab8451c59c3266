"""What a paper or a refused form says."""


def errors(response):
    form = response.context["form"]
    return {name: list(texts) for name, texts in form.errors.items()}


def items(paper):
    return [block["text"] for block in paper.blocks if block["type"] == "item"]
