"""Many rows written at once, with their history, in as short a lock as the database allows.

Django's ``bulk_update`` and the bulk history of simple_history spend seconds on 10,000 rows inside the lock; here the
statements are plain, their values are prepared before, and the history is copied inside the database. Signals of
single objects are not sent.
"""

from django.db import connection
from django.utils import timezone

CHUNK = 500  # keys in one statement; SQLite takes 32,766 parameters, older builds 999


def update_rows(model, objects, fields):
    """Write ``fields`` of these saved objects; call inside ``atomic()``."""
    columns = [model._meta.get_field(name) for name in fields]
    quote = connection.ops.quote_name
    assigned = ", ".join(f"{quote(field.column)} = %s" for field in columns)
    statement = f"UPDATE {quote(model._meta.db_table)} SET {assigned} WHERE {quote(model._meta.pk.column)} = %s"
    values = [
        [*(field.get_db_prep_save(getattr(one, field.attname), connection) for field in columns), one.pk]
        for one in objects
    ]
    with connection.cursor() as cursor:
        cursor.executemany(statement, values)


def copy_to_history(model, keys, *, kind, by, reason):
    """Leave a history row for each of ``keys`` as the rows stand now; call inside ``atomic()``.

    Args:
        kind: «+» created, «~» changed.
    """
    history = model.history.model
    own = [field.column for field in model._meta.concrete_fields]
    kept = [field.column for field in history._meta.concrete_fields if field.column in own]
    about = {
        "history_date": timezone.now(),
        "history_type": kind,
        "history_user": by and by.pk,
        "history_change_reason": reason,
    }
    fields = {history._meta.get_field(name): value for name, value in about.items()}
    quote = connection.ops.quote_name
    names = ", ".join(map(quote, [*kept, *(field.column for field in fields)]))
    taken = ", ".join([*map(quote, kept), *(["%s"] * len(fields))])
    values = [field.get_db_prep_save(value, connection) for field, value in fields.items()]
    keys = list(keys)
    with connection.cursor() as cursor:
        for start in range(0, len(keys), CHUNK):
            chunk = keys[start : start + CHUNK]
            cursor.execute(
                f"INSERT INTO {quote(history._meta.db_table)} ({names}) SELECT {taken}"
                f" FROM {quote(model._meta.db_table)} WHERE {quote(model._meta.pk.column)}"
                f" IN ({', '.join(['%s'] * len(chunk))})",
                [*values, *chunk],
            )
