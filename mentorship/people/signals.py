"""What other apps may hear of people."""

from django.dispatch import Signal

consent_withdrawn = Signal()  # sender=Consent, consent=…, by=…; sent inside the transaction of the withdrawal
people_merged = Signal()  # sender=Person, kept=…, merged=…, by=…; sent before the merged card is deleted
person_forgotten = Signal()  # sender=Person, person=…, by=…; sent inside the transaction, the name is gone by then
