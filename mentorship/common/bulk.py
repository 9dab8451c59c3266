"""Many rows written at once, with their history, in as short a lock as the database allows.

Django's ``bulk_update`` and the bulk history of simple_history spend seconds on 10,000 rows inside the lock; here the
statements are plain, their values are prepared before, and the history is copied inside the database. Signals of
single objects are not sent.
"""

from django.db import connection
from django.utils import timezone

CHUNK = 500  # keys in one statement; SQLite takes 32,766 parameters, older builds 999


class Insertion:
    """New rows whose values are prepared before the lock; inside it they get their keys and one statement.

    Args:
        objects: unsaved instances of ``model``; they have their keys after :meth:`carry_out`.
        late: names of foreign keys whose targets may be saved only inside the lock.
    """

    def __init__(self, model, objects, *, late=()):
        self.model, self.objects, self.late = model, objects, late
        self.fields = model._meta.concrete_fields
        self.values = [
            [field.get_db_prep_save(getattr(one, field.attname), connection) for field in self.fields]
            for one in objects
        ]

    def carry_out(self):
        """Write the rows; call inside ``atomic()``. Returns their keys."""
        if not self.objects:
            return []
        keys = _new_keys(self.model, len(self.objects))
        places = {field.name: at for at, field in enumerate(self.fields)}
        late = [(name, places[name]) for name in self.late]
        at = places[self.model._meta.pk.name]
        for one, values, key in zip(self.objects, self.values, keys, strict=True):
            one.pk = values[at] = key
            one._state.adding = False
            for name, place in late:
                target = getattr(one, name)
                setattr(one, name, target)  # takes the key that the target has by now
                values[place] = target.pk if target else None
        quote = connection.ops.quote_name
        names = ", ".join(quote(field.column) for field in self.fields)
        signs = ", ".join(["%s"] * len(self.fields))
        with connection.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO {quote(self.model._meta.db_table)} ({names}) VALUES ({signs})", self.values
            )
        return keys


def _new_keys(model, count):
    """So many keys that no row of the table has or had."""
    table, column = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)", [table, column, count]
            )
            return [key for (key,) in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        last = (cursor.fetchone() or (0,))[0]
    return list(range(last + 1, last + count + 1))


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
