"""From rows of a table to the values of tickets. Pure Python, no Odoo.

A :class:`Converter` knows which column goes where and the lists that words are looked up in. It reads one row after
the other and says for each what the ticket will hold, what is wrong with it, and what was kept as a note.

Nothing gets lost in silence: a word that no list knows is an error, or, with ``unknown="other"``, becomes “other” and
stays readable in the note of the ticket, as does every word that a synonym stood for.
"""

import hashlib
import json
import re
import unicodedata
from dataclasses import dataclass, field
from datetime import timedelta

from .import_fields import CATEGORY, REQUIRED, REQUIRED_ONE_OF, TARGETS, category_level
from .import_values import (
    ZONE,
    ValueProblem,
    fold,
    parse_boolean,
    parse_datetime,
    parse_number,
    parse_time,
    text_of,
)
from .phone import INVALID, parse_phones

# fields of the ticket that hold the id of a list's entry; the others are named like their target
REFERENCES = {"agent", "source", "category", "service_type", "area", "result"}
_LIMITS = {"latitude": (-90, 90), "longitude": (-180, 180)}
_SUMMARY_LENGTH = 60
_OPENING = re.compile(
    r"^\s*(?:[\w]{0,8}?(?:市民|网友|群众|来电人|居民|业主)?(?:再次)?(?:来电|来信|来访|微信|网上|APP)?(?:再次)?"
    r"(?:反映|反馈|咨询|投诉|建议|举报|求助|要求|表扬|表示|称))\s*[:：,，]\s*", re.IGNORECASE,
)


@dataclass
class Problem:
    """Something about one cell: an error, or a notice that stops nothing."""

    row: int
    target: str
    header: str
    value: str
    code: str
    details: dict = field(default_factory=dict)


@dataclass
class RowResult:
    """What a row makes: ``vals`` for a ticket, unless it has errors or repeats the row ``repeats``."""

    row: int
    vals: dict = field(default_factory=dict)
    errors: list = field(default_factory=list)
    notices: list = field(default_factory=list)
    notes: list = field(default_factory=list)
    # what tells this registration apart, in a form that does not depend on the kind of file
    identity: dict = field(default_factory=dict)
    repeats: int = 0

    @property
    def usable(self):
        """Whether a ticket is to be made."""
        return not self.errors and not self.repeats

    def error(self, target, header, value, code, **details):
        """Note what is wrong with a cell."""
        self.errors.append(Problem(self.row, target, header, text_of(value)[:200], code, details))

    def notice(self, target, header, value, code, **details):
        """Note what the reader should know about a cell."""
        self.notices.append(Problem(self.row, target, header, text_of(value)[:200], code, details))

    def put(self, target, value, identity):
        """Set a value of the ticket, with the form in which it is compared."""
        if value is not None:
            self.vals[target] = value
            self.identity[target] = identity


@dataclass
class Options:
    """How to read a table: what to do with unknown words, and the place and time that it comes from."""

    unknown: str = "error"
    system: str = "import"
    zone: str = ZONE
    area_code: str = ""
    now: object = None


def missing_targets(targets):
    """Return the targets that a table cannot do without and that ``targets`` lacks."""
    missing = [target for target in REQUIRED if target not in targets]
    if not set(REQUIRED_ONE_OF) & set(targets):
        missing.append(REQUIRED_ONE_OF[0])
    return missing


def make_summary(text):
    """Return the first sentence of a report as one line, without the opening words of the operator."""
    line = _OPENING.sub("", text.strip(), count=1)
    line = next((part.strip() for part in re.split(r"[。！？!?\n]+", line) if part.strip()), text.strip())
    line = " ".join(line.split()).rstrip("，,、；;：:")
    return line if len(line) <= _SUMMARY_LENGTH else line[:_SUMMARY_LENGTH - 1] + "…"


class Converter:
    """Reads the rows of one table.

    :param columns: list of (position, header, target); a target may be empty
    :param lists: dict of target to WordList, for the targets of kind ``list`` and ``person``
    """

    def __init__(self, columns, lists, options):
        self.options = options
        self.lists = lists
        self.columns = {}
        for position, header, target in columns:
            if target:
                self.columns.setdefault(target, []).append((position, header))
        # the most specific category first: a plain column, then the levels from the bottom up
        self.columns.get(CATEGORY, []).sort(key=lambda column: -(category_level(column[1]) or 99))
        self._numbers = {}
        self._repeated = {}

    def convert(self, row_number, cells):
        """Return the RowResult of a row."""
        row = RowResult(row_number)
        for target, columns in self.columns.items():
            read = getattr(self, f"_read_{TARGETS[target].kind}")
            try:
                read(row, target, [(header, cells[position]) for position, header in columns], cells)
            except ValueProblem as problem:
                details = dict(problem.details)
                row.error(target, columns[0][1], details.pop("value", ""), problem.code, **details)
        self._complete(row)
        row.vals["import_key"] = self._key(row)
        if row.notes:
            row.vals["import_note"] = "\n".join(row.notes)
        return row

    def _complete(self, row):
        faulty = {problem.target for problem in row.errors}
        vals = row.vals
        if not vals.get("reported_at") and "reported_at" not in faulty:
            row.error("reported_at", self._header("reported_at"), "", "required")
        if not vals.get("summary") and vals.get("description"):
            vals["summary"] = make_summary(vals["description"])
        if not vals.get("summary"):
            target = "summary" if "summary" in self.columns else "description"
            row.error(target, self._header(target), "", "required")
        latest = self.options.now and self.options.now + timedelta(days=1)
        for target in ("reported_at", "occurred_at"):
            if latest and vals.get(target) and vals[target] > latest:
                row.error(target, self._header(target), vals[target], "future")

    def _header(self, target):
        return self.columns[target][0][1] if target in self.columns else ""

    def _key(self, row):
        """Return what tells this registration apart from all others, also when the file is imported again."""
        digest = hashlib.sha1(json.dumps(row.identity, sort_keys=True).encode()).hexdigest()
        number = row.vals.get("external_number")
        if not number:
            # equal rows are kept apart by their count, which is the same the next time
            self._repeated[digest] = self._repeated.get(digest, 0) + 1
            count = self._repeated[digest]
            return digest if count == 1 else f"{digest}#{count}"
        first, first_digest = self._numbers.setdefault(number, (row.row, digest))
        if first != row.row and first_digest == digest:
            row.repeats = first
            row.notice("external_number", self._header("external_number"), number, "repeated", row=first)
        elif first != row.row:
            row.error("external_number", self._header("external_number"), number, "same_number", row=first)
        return f"{self.options.system}|{number}"

    # ------------------------------------------------------------------------------ one method for each kind of column

    def _read_text(self, row, target, columns, cells):
        text = text_of(columns[0][1])
        if target != "description":
            text = " ".join(text.split())
        if target == "external_number":
            text = unicodedata.normalize("NFKC", text)
        row.put(target, text or None, " ".join(unicodedata.normalize("NFKC", text).split()))

    def _read_phone(self, row, target, columns, cells):
        text = re.sub(r"\s*\n\s*", "、", text_of(columns[0][1]))
        phones = parse_phones(text, self.options.area_code)
        row.put(target, text or None, [phone.e164 or fold(phone.raw) for phone in phones])
        if any(phone.kind == INVALID for phone in phones):
            row.notice(target, columns[0][0], text, "phone")

    def _read_moment(self, row, target, columns, cells):
        clock = None
        if target == "reported_at" and "reported_time" in self.columns:
            clock = parse_time(cells[self.columns["reported_time"][0][0]])
        moment = parse_datetime(columns[0][1], self.options.zone, clock)
        row.put(target, moment, moment and moment.isoformat())

    def _read_clock(self, row, target, columns, cells):
        value = columns[0][1]
        if text_of(value) and parse_time(value) is None:
            raise ValueProblem("clock", value=text_of(value))

    def _read_boolean(self, row, target, columns, cells):
        value = parse_boolean(columns[0][1])
        row.put(target, value, value)

    def _read_number(self, row, target, columns, cells):
        value = parse_number(columns[0][1], *_LIMITS[target])
        row.put(target, value, value)

    def _read_note(self, row, target, columns, cells):
        row.notes += [f"{header}: {text_of(value)}" for header, value in columns if text_of(value)]

    def _read_person(self, row, target, columns, cells):
        header, value = columns[0]
        text = text_of(value)
        try:
            row.put("agent_id", self.lists[target].find([text]), fold(text))
        except ValueProblem:
            row.notes.append(f"{header}: {text}")
            row.notice(target, header, text, "person")

    def _read_list(self, row, target, columns, cells):
        texts = [text for text in (text_of(value) for _header, value in columns) if fold(text)]
        words = self.lists[target]
        original = " / ".join(reversed(texts))
        try:
            key = words.find(texts)
            exact = len(texts) == 1 and words.is_name_of(texts[0], key)
        except ValueProblem as problem:
            if self.options.unknown != "other":
                raise
            key, exact = words.other, False
            row.notice(target, columns[0][0], original, "other", why=problem.code)
        row.put(f"{target}_id" if target in REFERENCES else target, key, [fold(text) for text in texts])
        if original and not exact:
            header = columns[-1][0]
            row.notes.append(f"{re.sub('[1-5一二三四五]?级?$', '', header) or header}: {original}")
