"""Loads the portal once and serves it in a child, anew for each line that comes in; tells the number of each child.

Run as ``python -m tests.documents.forking_server PORT``. A child is what ``make run`` starts: waitress, eight threads. It
is there at once, so that a thousand of them can be killed.
"""

import os
import signal
import sys

from waitress import serve

from mentorship.wsgi import application

signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the killed ones are not waited for
for _ in sys.stdin:
    child = os.fork()
    if not child:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        serve(application, listen=f"127.0.0.1:{sys.argv[1]}", threads=8)
    print(child, flush=True)
