"""What the server does with a request whose body is too big: reads it to nowhere, so that the sender sees the answer.

Waitress alone answers in plain English and hangs up in the middle of the body: a browser that is still sending shows
«connection reset» instead of any answer. Here the body is swallowed and the portal asked as ever; it sees the length
and says in words what to do (``portal.middleware.TooBigMiddleware``).
"""

from io import BytesIO

from waitress.parser import HTTPRequestParser
from waitress.utilities import RequestEntityTooLarge

PATIENCE = 2**30  # bytes; whoever sends more is cut off: a film, or an attack


class Nowhere:
    """A buffer that keeps nothing."""

    def append(self, data):
        pass

    def close(self):
        pass

    def getfile(self):
        return BytesIO()

    def __len__(self):
        return 0


class PatientParser(HTTPRequestParser):
    """The server's own parser, which lets a body above ``max_request_body_size`` go by; for ``HTTPChannel.parser_class``."""

    def received(self, data):
        taken = super().received(data)
        if isinstance(self.error, RequestEntityTooLarge):
            self._let_go_by()
        return taken

    def _let_go_by(self):
        body, size = self.body_rcv, max(self.content_length, self.body_bytes_received)
        if not isinstance(body.buf, Nowhere):
            body.buf.close()
            body.buf = Nowhere()
        self.completed = bool(body.completed or body.error or size > PATIENCE)
        if body.error:
            self.error = body.error
        elif self.completed:
            self.error = None
            self.headers["CONTENT_LENGTH"] = str(size)
            if not body.completed:
                self.headers["CONNECTION"] = "close"  # what still comes is no request
