"""What was issued is frozen in the database itself: no form, admin, bulk update or SQL changes it (trust.md O-07).

Installed after every ``migrate``: SQLite rebuilds a table, and loses its triggers, when a column changes.
"""

FROZEN = (
    "id",
    "kind",
    "title",
    "blocks",
    "wording_id",
    "series",
    "year",
    "sequence",
    "suffix",
    "repeat",
    "number",
    "issued_on",
    "signed_on",
    "signed_by_id",
    "registered_at",
    "registered_by_id",
    "subject_type_id",
    "subject_id",
)
ONCE = ("pdf_id", "pdf_sha256", "journal_number", "ended_on")  # empty at first, then never another value
SIGNED = (  # till its number comes or it goes back
    "id",
    "kind",
    "title",
    "blocks",
    "signed_on",
    "signed_by_id",
    "subject_type_id",
    "subject_id",
)
MESSAGE = "issued paper is frozen"


def _changed(names, differs):
    return " OR ".join(f"OLD.{name} {differs} NEW.{name}" for name in names)


def _broken(differs):
    """The condition under which a change of an issued paper is refused."""
    once = " OR ".join(
        f"(OLD.{name} IS NOT NULL AND CAST(OLD.{name} AS text) <> '' AND OLD.{name} {differs} NEW.{name})"
        for name in ONCE
    )
    return (
        f"{_changed(FROZEN, differs)} OR {once} OR NEW.state NOT IN ('issued', 'withdrawn')"
        " OR (OLD.state = 'withdrawn' AND NEW.state = 'issued')"
    )


SQLITE = [
    "DROP TRIGGER IF EXISTS paper_frozen",
    "CREATE TRIGGER paper_frozen BEFORE UPDATE ON documents_paper WHEN OLD.state IN ('issued', 'withdrawn') AND"
    f" ({_broken('IS NOT')}) BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END",
    "DROP TRIGGER IF EXISTS paper_signed",
    "CREATE TRIGGER paper_signed BEFORE UPDATE ON documents_paper WHEN OLD.state = 'signed' AND"
    f" (NEW.state NOT IN ('signed', 'issued', 'returned') OR NEW.state = 'signed' AND ({_changed(SIGNED, 'IS NOT')}))"
    f" BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END",
    "DROP TRIGGER IF EXISTS paper_kept",
    "CREATE TRIGGER paper_kept BEFORE DELETE ON documents_paper WHEN OLD.state IN ('signed', 'issued', 'withdrawn')"
    f" BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END",
]

# What a paper does to other papers is said while it is a draft (trust.md O-07).
_FIXED = "('signed', 'issued', 'withdrawn')"
_LINK = f"EXISTS (SELECT 1 FROM documents_paper WHERE id = {{}}.paper_id AND state IN {_FIXED})"
SQLITE += [
    statement
    for act, row in (("INSERT", "NEW"), ("UPDATE", "OLD"), ("UPDATE", "NEW"), ("DELETE", "OLD"))
    for name in [f"paper_change_{act}_{row}".lower()]
    for statement in (
        f"DROP TRIGGER IF EXISTS {name}",
        f"CREATE TRIGGER {name} BEFORE {act} ON documents_paperchange WHEN {_LINK.format(row)}"
        f" BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END",
    )
]

# INSERT OR REPLACE and UPDATE OR REPLACE take a row out of the way without its DELETE trigger (trust.md O-07).
_UNIQUE = (("id",), ("series", "year", "sequence", "suffix", "repeat"), ("idempotency_key",))
_SAME = " OR ".join("(" + " AND ".join(f"kept.{name} = NEW.{name}" for name in names) + ")" for names in _UNIQUE)
_DISPLACED = f"EXISTS (SELECT 1 FROM documents_paper AS kept WHERE kept.state IN {_FIXED} AND ({_SAME}){{}})"
_LINK_DISPLACED = (
    "EXISTS (SELECT 1 FROM documents_paperchange AS kept JOIN documents_paper ON documents_paper.id = kept.paper_id"
    f" WHERE state IN {_FIXED} AND kept.id = NEW.id{{}})"
)
SQLITE += [
    statement
    for table, displaced in (("documents_paper", _DISPLACED), ("documents_paperchange", _LINK_DISPLACED))
    for act, but in (("INSERT", ""), ("UPDATE", " AND kept.id <> OLD.id"))
    for name in [f"{table.removeprefix('documents_')}_displaced_{act}".lower()]
    for statement in (
        f"DROP TRIGGER IF EXISTS {name}",
        f"CREATE TRIGGER {name} BEFORE {act} ON {table} WHEN {displaced.format(but)}"
        f" BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END",
    )
]

_REFUSE = f"RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation';"
POSTGRESQL = [
    "CREATE OR REPLACE FUNCTION paper_frozen() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    "IF TG_OP = 'DELETE' THEN "
    f"IF OLD.state IN ('signed', 'issued', 'withdrawn') THEN {_REFUSE} END IF; RETURN OLD; END IF; "
    "IF OLD.state = 'signed' AND (NEW.state NOT IN ('signed', 'issued', 'returned')"
    f" OR NEW.state = 'signed' AND ({_changed(SIGNED, 'IS DISTINCT FROM')})) THEN {_REFUSE} END IF; "
    f"IF OLD.state IN ('issued', 'withdrawn') AND ({_broken('IS DISTINCT FROM')}) THEN {_REFUSE} END IF; "
    "RETURN NEW; END $$",
    "DROP TRIGGER IF EXISTS paper_frozen ON documents_paper",
    "CREATE TRIGGER paper_frozen BEFORE UPDATE OR DELETE ON documents_paper"
    " FOR EACH ROW EXECUTE FUNCTION paper_frozen()",
]
POSTGRESQL += [
    "CREATE OR REPLACE FUNCTION paper_change_frozen() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    f"IF TG_OP <> 'INSERT' THEN IF {_LINK.format('OLD')} THEN {_REFUSE} END IF; END IF; "
    "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; "
    f"IF {_LINK.format('NEW')} THEN {_REFUSE} END IF; RETURN NEW; END $$",
    "DROP TRIGGER IF EXISTS paper_change_frozen ON documents_paperchange",
    "CREATE TRIGGER paper_change_frozen BEFORE INSERT OR UPDATE OR DELETE ON documents_paperchange"
    " FOR EACH ROW EXECUTE FUNCTION paper_change_frozen()",
]

NAMES = {
    "sqlite": {statement.split()[2] for statement in SQLITE if statement.startswith("CREATE")},
    "postgresql": {"paper_frozen", "paper_change_frozen"},
}
_PRESENT = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    " AND tbl_name IN ('documents_paper', 'documents_paperchange')",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE tgrelid IN"
    " ('documents_paper'::regclass, 'documents_paperchange'::regclass) AND NOT tgisinternal AND tgenabled <> 'D'",
}


def present(connection):
    """Names of the triggers that guard papers in this database."""
    with connection.cursor() as cursor:
        cursor.execute(_PRESENT[connection.vendor])
        return {name for (name,) in cursor.fetchall()}


def install(sender, using, **kwargs):
    """Put the triggers in place (again); heard from ``post_migrate``."""
    from django.db import connections

    connection = connections[using]
    if "documents_paper" not in connection.introspection.table_names():
        return
    statements = SQLITE if connection.vendor == "sqlite" else POSTGRESQL
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
