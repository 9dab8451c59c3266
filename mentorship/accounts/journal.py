"""The journal of access to personal data: lines are only added, each sealed by the hash of the one before it.

Which pages are written down is said by the apps in their ``contributions.py`` (:func:`watch`); the middleware then
writes one line a request. A view that knows more – whose card, how many rows – says so by :func:`note`.
"""

from dataclasses import dataclass
from hashlib import sha256

from axes.helpers import get_client_ip_address
from django.db import connection
from django.utils import timezone

from .models import JournalEntry

SEALED = ("number", "at", "user_id", "ip", "action", "what", "path", "subject", "rows", "allowed")
TRIES = 20  # two writers at one number: the second takes the next one
KEPT_YEARS = 3  # ties to приказ Роскомнадзора № 179, law.md 2.7
Action = JournalEntry.Action


@dataclass(frozen=True)
class Watched:
    """A page whose opening is written down.

    Attributes:
        what: what is looked at, in words and without a name.
        subject: the argument of the address that is the person's key.
    """

    action: str
    what: str
    subject: str | None = None

    def subject_of(self, kwargs):
        return kwargs.get(self.subject)

    def action_of(self, request):
        """A page that is read by GET and changed by POST is one page with two actions."""
        return Action.CHANGE if request.method == "POST" and self.action == Action.VIEW else self.action


REGISTRY_ACTIONS = {
    "changelist": Action.LIST,
    "change": Action.VIEW,
    "history": Action.VIEW,
    "add": Action.CHANGE,
    "delete": Action.CHANGE,
    "export": Action.EXPORT,
    "import": Action.CHANGE,
}
_watched = {}


def watch(url_name, action, what, subject=None):
    """Write down each request to ``url_name`` («people:person»)."""
    _watched[url_name] = Watched(action, what, subject)


def watched():
    """{url name: Watched} of all pages that are written down."""
    return dict(_watched)


def page_of(request):
    """What is written down of this request; None if nothing."""
    found = request.resolver_match
    if found.namespace == "admin":
        return _registry_page(found)
    return _watched.get(found.view_name)


def _registry_page(found):
    """A page of the registries: which model, which of its records, whatever the address is called."""
    name, _, verb = (found.url_name or "").rpartition("_")
    if not name or verb not in REGISTRY_ACTIONS:
        return None
    key = f" № {found.kwargs['object_id']}" if "object_id" in found.kwargs else ""
    subject = "object_id" if name == "people_person" else None
    return Watched(REGISTRY_ACTIONS[verb], f"Реестры: {name.replace('_', '.')}{key}", subject)


def note(request, *, subject=None, rows=None):
    """Say whose data the page shows, or how many rows of a list; the middleware writes the line."""
    told = getattr(request, "journal", {})
    request.journal = told | {
        name: value for name, value in (("subject", subject), ("rows", rows)) if value is not None
    }


def record(user, action, what, *, request=None, path=None, subject=None, rows=None, allowed=True):
    """Add a line in one statement; call it outside long transactions: writers wait for each other.

    Args:
        user: who acts, None for somebody who has not signed in.
        what: the object in words, without names of people.
        subject: the key of the person whose data they are.
        rows: how many lines a list or an export had.
    """
    entry = JournalEntry(
        at=timezone.now(),
        user_id=user.pk if user is not None and user.is_authenticated else None,
        ip=_ip(request),
        action=action,
        what=what[:200],
        path=(request.path if request and path is None else path or "")[:300],
        subject=subject,
        rows=rows,
        allowed=allowed,
    )
    for _ in range(TRIES):
        if _insert(entry):
            return
    raise RuntimeError("The journal of access takes no line.")


def _ip(request):
    return (get_client_ip_address(request) or "") if request is not None else ""


def _insert(entry):
    """Whether the line was added; another writer may have taken its number meanwhile."""
    table, quote = connection.ops.quote_name(JournalEntry._meta.db_table), connection.ops.quote_name
    fields = [JournalEntry._meta.get_field(name.removesuffix("_id")) for name in SEALED[1:]]
    columns = ", ".join(quote(field.column) for field in fields)
    values = [field.get_db_prep_save(getattr(entry, field.attname), connection) for field in fields]
    types = [field.db_type(connection) for field in fields]
    marks = ", ".join(f"CAST(%s AS {kind})" if connection.vendor == "postgresql" else "%s" for kind in types)
    sealed = "last.hash || CAST(last.number + 1 AS text) || %s"
    digest = (
        f"encode(sha256(convert_to({sealed}, 'UTF8')), 'hex')"
        if connection.vendor == "postgresql"
        else f"SHA256({sealed})"
    )
    statement = (
        f"INSERT INTO {table} (number, previous, hash, {columns})"
        f" SELECT last.number + 1, last.hash, {digest}, {marks} FROM"
        f" (SELECT COALESCE(MAX(number), 0) AS number,"
        f" COALESCE((SELECT hash FROM {table} ORDER BY number DESC LIMIT 1), '') AS hash FROM {table}) AS last"
        " WHERE 1 = 1 ON CONFLICT (number) DO NOTHING"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [_payload(entry), *values])
        return cursor.rowcount == 1


def _payload(entry):
    """What is sealed besides the number and the hash before: every other column, in one unambiguous text."""
    at = entry.at.astimezone(timezone.get_fixed_timezone(0)).isoformat(timespec="microseconds")
    parts = [at, *(getattr(entry, name) for name in SEALED[2:])]
    return "".join(f"\n{'' if part is None else int(part) if isinstance(part, bool) else part}" for part in parts)


def breaks():
    """Where the chain is broken, a sentence each; an empty list means that nobody touched the journal (trust.md P-07)."""
    number, digest = 0, ""
    for entry in JournalEntry.objects.order_by("number").iterator(chunk_size=2000):
        if entry.number != number + 1:
            yield f"Журнал доступа: нет записей с № {number + 1} по № {entry.number - 1}."
        elif entry.previous != digest:
            yield f"Журнал доступа: запись № {entry.number} не продолжает запись № {number}."
        sealed = f"{entry.previous}{entry.number}{_payload(entry)}"
        if sha256(sealed.encode()).hexdigest() != entry.hash:
            yield f"Журнал доступа: запись № {entry.number} изменена."
        number, digest = entry.number, entry.hash
    if (given := _last_key()) is not None and given > number:
        yield f"Журнал доступа: удалены последние записи, после № {number}."


def _last_key():
    """The last key that SQLite has given in the table; it outlives the rows. None where the database keeps no such count."""
    if connection.vendor != "sqlite":
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [JournalEntry._meta.db_table])
        row = cursor.fetchone()
    return row[0] if row else 0


# --- The guard in the database itself ----------------------------------------------------------------------------

MESSAGE = "journal of access is append-only"
TABLE = "accounts_journalentry"
SQLITE = [
    statement
    for verb in ("update", "delete")
    for statement in (
        f"DROP TRIGGER IF EXISTS journal_{verb}",
        f"CREATE TRIGGER journal_{verb} BEFORE {verb.upper()} ON {TABLE} BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END",
    )
]
POSTGRESQL = [
    "CREATE OR REPLACE FUNCTION journal_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
    f" RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
    f"DROP TRIGGER IF EXISTS journal_append_only ON {TABLE}",
    f"CREATE TRIGGER journal_append_only BEFORE UPDATE OR DELETE ON {TABLE}"
    " FOR EACH ROW EXECUTE FUNCTION journal_append_only()",
]
NAMES = {"sqlite": {"journal_update", "journal_delete"}, "postgresql": {"journal_append_only"}}
_PRESENT = {
    "sqlite": f"SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = '{TABLE}'",
    "postgresql": f"SELECT tgname FROM pg_trigger WHERE tgrelid = '{TABLE}'::regclass"
    " AND NOT tgisinternal AND tgenabled <> 'D'",
}


def missing_triggers():
    """Sentences about guards that are not in the database."""
    with connection.cursor() as cursor:
        cursor.execute(_PRESENT[connection.vendor])
        present = {name for (name,) in cursor.fetchall()}
    return [
        f"В базе нет триггера {name}: журнал доступа не защищён. Выполните manage.py migrate."
        for name in sorted(NAMES[connection.vendor] - present)
    ]


def install_triggers(sender, using, **kwargs):
    """Put the guards in place (again); heard from ``post_migrate``."""
    from django.db import connections

    found = connections[using]
    if TABLE not in found.introspection.table_names():
        return
    with found.cursor() as cursor:
        for statement in SQLITE if found.vendor == "sqlite" else POSTGRESQL:
            cursor.execute(statement)
