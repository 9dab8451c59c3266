"""What the apps above tell of a partner, so that the institution need not know them.

``partner_ties`` holds callables ``(partner, user) -> [(title, note, url)]``: people from there, trainings held there.
"""

from mentorship.common.registry import Registry

partner_ties = Registry()
