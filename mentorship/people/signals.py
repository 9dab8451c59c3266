"""What other apps may hear of people."""

from django.dispatch import Signal

consent_withdrawn = Signal()  # sender=Consent, consent=…, by=…; sent inside the transaction of the withdrawal
