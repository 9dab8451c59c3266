"""What was issued is frozen in the database itself: no form, admin, bulk update or SQL changes it (trust.md O-07).

Installed after every ``migrate``: SQLite rebuilds a table, and loses its triggers, when a column changes.
"""

FROZEN = (
    "kind",
    "title",
    "blocks",
    "series",
    "year",
    "sequence",
    "number",
    "issued_on",
    "signed_by_id",
    "subject_id",
)
MESSAGE = "issued paper is frozen"

SQLITE = [
    "DROP TRIGGER IF EXISTS paper_frozen",
    "CREATE TRIGGER paper_frozen BEFORE UPDATE ON documents_paper WHEN OLD.state IN ('issued', 'withdrawn') AND ("
    + " OR ".join(f"OLD.{name} IS NOT NEW.{name}" for name in FROZEN)
    + " OR (OLD.pdf_id IS NOT NULL AND OLD.pdf_id IS NOT NEW.pdf_id)"
    " OR (OLD.pdf_sha256 <> '' AND OLD.pdf_sha256 IS NOT NEW.pdf_sha256)"
    " OR NEW.state NOT IN ('issued', 'withdrawn') OR (OLD.state = 'withdrawn' AND NEW.state = 'issued'))"
    f" BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END",
    "DROP TRIGGER IF EXISTS paper_kept",
    "CREATE TRIGGER paper_kept BEFORE DELETE ON documents_paper WHEN OLD.state IN ('issued', 'withdrawn')"
    f" BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END",
]

POSTGRESQL = [
    "CREATE OR REPLACE FUNCTION paper_frozen() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    "IF OLD.state NOT IN ('issued', 'withdrawn') THEN "
    "IF TG_OP = 'DELETE' THEN RETURN OLD; ELSE RETURN NEW; END IF; END IF; "
    f"IF TG_OP = 'DELETE' THEN RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation'; END IF; "
    "IF "
    + " OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in FROZEN)
    + " OR (OLD.pdf_id IS NOT NULL AND OLD.pdf_id IS DISTINCT FROM NEW.pdf_id)"
    " OR (OLD.pdf_sha256 <> '' AND OLD.pdf_sha256 IS DISTINCT FROM NEW.pdf_sha256)"
    " OR NEW.state NOT IN ('issued', 'withdrawn') OR (OLD.state = 'withdrawn' AND NEW.state = 'issued') THEN "
    f"RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$",
    "DROP TRIGGER IF EXISTS paper_frozen ON documents_paper",
    "CREATE TRIGGER paper_frozen BEFORE UPDATE OR DELETE ON documents_paper"
    " FOR EACH ROW EXECUTE FUNCTION paper_frozen()",
]


NAMES = {"sqlite": {"paper_frozen", "paper_kept"}, "postgresql": {"paper_frozen"}}
_PRESENT = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'documents_paper'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE tgrelid = 'documents_paper'::regclass"
    " AND NOT tgisinternal AND tgenabled <> 'D'",
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
