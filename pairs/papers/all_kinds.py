"""Kinds of papers about pairs that are begun by their forms."""

from . import agreement, amending, ending, letters, payment, report

KINDS = [agreement.KIND, payment.KIND, *letters.KINDS, amending.KIND, ending.KIND, report.KIND]
