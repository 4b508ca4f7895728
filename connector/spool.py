"""What was reported and is not in Odoo yet: a file that survives a crash of the process and of the machine."""

import json
import sqlite3
import time
from pathlib import Path

_SCHEMA = """
CREATE TABLE IF NOT EXISTS event (number INTEGER PRIMARY KEY AUTOINCREMENT, body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS refused (number INTEGER PRIMARY KEY, body TEXT NOT NULL, reason TEXT NOT NULL, at REAL NOT NULL);
CREATE TABLE IF NOT EXISTS mark (name TEXT PRIMARY KEY, value REAL NOT NULL);
CREATE TABLE IF NOT EXISTS command (key TEXT PRIMARY KEY, answer TEXT, at REAL NOT NULL);
"""
_COMMANDS_KEPT = 86400  # seconds in which the same key is the same command


class Spool:
    """Events in the order in which they came, until Odoo has them."""

    def __init__(self, path):
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        self.db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self.db.execute("PRAGMA journal_mode = WAL")
        self.db.execute("PRAGMA synchronous = FULL")  # a commit is on the disk when it returns
        self.db.executescript(_SCHEMA)
        Path(path).chmod(0o600)  # telephone numbers

    def close(self):
        self.db.close()

    def put(self, events, marks=None):
        """Append events and move marks forward, in one commit."""
        with self._transaction():
            self.db.executemany(
                "INSERT INTO event (body) VALUES (?)", [(json.dumps(event, ensure_ascii=False),) for event in events])
            self.db.executemany(
                "INSERT INTO mark VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = max(value, excluded.value)",
                list((marks or {}).items()))

    def take(self, limit):
        """Return the oldest (number, event) pairs; they stay until they are done."""
        rows = self.db.execute("SELECT number, body FROM event ORDER BY number LIMIT ?", (limit,)).fetchall()
        return [(number, json.loads(body)) for number, body in rows]

    def done(self, numbers):
        """Forget events that Odoo has."""
        with self._transaction():
            self.db.executemany("DELETE FROM event WHERE number = ?", [(number,) for number in numbers])

    def refuse(self, rows):
        """Put events aside that Odoo cannot understand: (number, reason) pairs. Nothing waits behind them."""
        with self._transaction():
            for number, reason in rows:
                self.db.execute(
                    "INSERT OR REPLACE INTO refused SELECT number, body, ?, ? FROM event WHERE number = ?",
                    (reason, time.time(), number))
                self.db.execute("DELETE FROM event WHERE number = ?", (number,))

    def waiting(self):
        """Return how many events wait."""
        return self.db.execute("SELECT count(*) FROM event").fetchone()[0]

    def refused(self):
        """Return (event, reason) pairs that were put aside."""
        return [(json.loads(body), reason) for body, reason in self.db.execute("SELECT body, reason FROM refused")]

    def mark(self, name):
        """Return the moment of the newest event of a server, 0 when there was none."""
        row = self.db.execute("SELECT value FROM mark WHERE name = ?", (name,)).fetchone()
        return row[0] if row else 0.0

    def begin_command(self, key):
        """Note that a command starts. Returns None, or the answer of the same command ("" while it runs)."""
        with self._transaction():
            self.db.execute("DELETE FROM command WHERE at < ?", (time.time() - _COMMANDS_KEPT,))
            row = self.db.execute("SELECT answer FROM command WHERE key = ?", (key,)).fetchone()
            if row:
                return json.loads(row[0]) if row[0] else ""
            self.db.execute("INSERT INTO command VALUES (?, NULL, ?)", (key, time.time()))
            return None

    def end_command(self, key, answer):
        """Keep the answer of a command for whoever sends it again."""
        self.db.execute("UPDATE command SET answer = ? WHERE key = ?", (json.dumps(answer), key))

    def _transaction(self):
        return _Transaction(self.db)


class _Transaction:
    def __init__(self, db):
        self.db = db

    def __enter__(self):
        self.db.execute("BEGIN IMMEDIATE")

    def __exit__(self, kind, error, trace):
        self.db.execute("ROLLBACK" if kind else "COMMIT")
