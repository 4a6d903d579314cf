"""The tables of a log in SQLite, the triggers that guard them, and how they are made.

The triggers stop accidents from any program, not somebody who drops them: that is seen by `guards`
and by the verifier.
"""

import sqlite3
from collections.abc import Iterable, Sequence

APPLICATION_ID = 0x45564C47
"""Marks the file as ours (``EVLG``), so that no other database is taken for a log."""
SCHEMA = 1
"""Version of the tables, kept as ``PRAGMA user_version``: the count of migrations."""

_TABLE = """\
CREATE TABLE events (
  position       INTEGER PRIMARY KEY CHECK (position >= 0),
  event_id       TEXT    NOT NULL UNIQUE,
  stream         TEXT    NOT NULL,
  version        INTEGER NOT NULL CHECK (version >= 0),
  type           TEXT    NOT NULL,
  schema_version INTEGER NOT NULL,
  occurred       TEXT,
  recorded_at    TEXT    NOT NULL,
  canonical      BLOB    NOT NULL CHECK (length(canonical) <= 65535),
  leaf_hash      BLOB    NOT NULL CHECK (length(leaf_hash) = 32),
  UNIQUE (stream, version)
) STRICT"""

_NO_UPDATE = """\
CREATE TRIGGER events_no_update BEFORE UPDATE ON events
BEGIN SELECT RAISE(ABORT, 'events are append-only'); END"""

_NO_DELETE = """\
CREATE TRIGGER events_no_delete BEFORE DELETE ON events
BEGIN SELECT RAISE(ABORT, 'events are append-only'); END"""

# INSERT OR REPLACE deletes without asking the delete trigger, unless recursive_triggers is on.
# So every unique key is guarded here, before the insert.
_IN_ORDER = """\
CREATE TRIGGER events_in_order BEFORE INSERT ON events
WHEN NEW.position IS NOT (SELECT coalesce(max(position), -1) + 1 FROM events)
  OR NEW.version IS NOT (SELECT coalesce(max(version), -1) + 1 FROM events
                         WHERE stream = NEW.stream)
  OR EXISTS (SELECT 1 FROM events WHERE event_id = NEW.event_id)
BEGIN SELECT RAISE(ABORT, 'position, version or event_id out of order'); END"""

_GUARDED = {
    "events": _TABLE,
    "events_no_update": _NO_UPDATE,
    "events_no_delete": _NO_DELETE,
    "events_in_order": _IN_ORDER,
}


def migrate(connection: sqlite3.Connection) -> None:
    """Bring the database to `SCHEMA`, inside the caller's transaction."""
    # Slow to import, and needed once in the life of a database.
    from sqlite_utils import Database, Migrations  # noqa: PLC0415 - see above

    migrations = Migrations("events")

    @migrations(name="1_events")
    def _events(db: Database) -> None:
        for statement in _GUARDED.values():
            db.execute(statement)

    migrations.apply(Database(connection, execute_plugins=False))
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {SCHEMA}")


GUARDS_QUERY = "SELECT name, sql FROM sqlite_master WHERE tbl_name = 'events' AND type <> 'index'"
"""Asks for what `altered_guards` looks at."""


def altered_guards(rows: Iterable[tuple[object, ...]]) -> list[str]:
    """Return a sentence for each table or trigger that is missing, altered or foreign."""
    found = {name: sql for name, sql in rows}  # noqa: C416 - dict() would not take loose tuples
    return [
        *(f"{name} is missing" for name in _GUARDED if name not in found),
        *(f"{name} was altered" for name, sql in _GUARDED.items() if found.get(name, sql) != sql),
        *(f"{name} is foreign" for name in found if name not in _GUARDED),
    ]


TABLE_QUERY = """\
SELECT type, rootpage, (SELECT count(*) FROM pragma_table_xinfo('events') WHERE hidden <> 0)
FROM sqlite_master WHERE name = 'events' AND type <> 'trigger'"""
"""Asks for what `foreign_table` looks at."""


def foreign_table(rows: Sequence[tuple[object, ...]]) -> list[str]:
    """Return a sentence if there are no rows of events, or reading them would compute them.

    A view, a virtual table or a generated column of a foreign file may compute without end.
    """
    if not rows:
        return ["events is missing"]
    # Only what is stored has a root page.
    kind, root, computed = rows[0]
    is_stored = kind == "table" and root and not computed
    return [] if is_stored else ["events is no table of stored rows"]
