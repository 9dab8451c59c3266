"""The papers of personalised programmes, a module a paper."""

from . import order, programme

KINDS = [programme.KIND, order.KIND]
