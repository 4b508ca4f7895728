import csv

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import file_path

from ..tools.import_values import WordList, fold

# lists that words of a table are looked up in; those of the ticket's selections are found by code
LIST_MODELS = {
    "source": "city12319.source",
    "category": "city12319.category",
    "service_type": "city12319.service.type",
    "area": "city12319.area",
    "result": "city12319.result",
    "instruction": "city12319.instruction",
    "state": "city12319.state",
}
_KEYED_BY_CODE = {"instruction", "state"}


class ImportSynonym(models.Model):
    """A word that tables use for an entry of one of our lists. Administrators add those of their own city."""

    _name = "city12319.import.synonym"
    _description = "Synonym for Import"
    _order = "field, value, word"
    _rec_name = "word"

    field = fields.Selection(
        [
            ("source", "Source"), ("category", "Problem category"), ("service_type", "Service type"), ("area", "Area"),
            ("result", "Citizen's judgement"), ("instruction", "Leader's instruction"), ("state", "Handling state"),
        ],
        required=True,
    )
    word = fields.Char(required=True, string="Word in the table")
    word_key = fields.Char(compute="_compute_word_key", store=True, precompute=True, export_string_translation=False)
    value = fields.Char(required=True, string="Means", help="Code or name of the entry of the list.")
    active = fields.Boolean(default=True)

    _word_uniq = models.UniqueIndex("(field, word_key)", "This word has a meaning for this field already.")

    @api.depends("word")
    def _compute_word_key(self):
        for synonym in self:
            synonym.word_key = fold(synonym.word)

    @api.constrains("field", "word", "value")
    def _check_value(self):
        for field, synonyms in self.grouped("field").items():
            entries = self._entries(field)
            for synonym in synonyms:
                if not synonym.word_key:
                    raise ValidationError(self.env._("“%(word)s” has no letter or digit.", word=synonym.word))
                if entries.words.get(fold(synonym.value)) is None:
                    raise ValidationError(self.env._(
                        "“%(value)s” is neither code nor name of exactly one entry.", value=synonym.value,
                    ))

    @api.model
    def _word_lists(self):
        """Return the WordList of every field, with names in all languages, codes and synonyms; and of the agents."""
        lists = {field: self._word_list(field) for field in LIST_MODELS}
        lists["agent"] = agents = WordList()
        # sudo: only to find a colleague by name or login
        for user in self.env["res.users"].sudo().with_context(active_test=False).search([("share", "=", False)]):
            agents.add(user.id, *{user.name, user.login})
        return lists

    @api.model
    def _word_list(self, field):
        """Return the WordList of one field: names, codes and synonyms."""
        words = self._entries(field)
        # sudo: whoever may import needs the words, not the records
        for synonym in self.sudo().search([("field", "=", field)]):
            key = words.words.get(fold(synonym.value))
            if key is not None:
                words.add_synonym(key, synonym.word)
        return words

    @api.model
    def _entries(self, field):
        """Return the WordList of a field without synonyms. An entry hides those of the same name further down."""
        # sudo: importing needs all entries, also archived ones
        records = self.env[LIST_MODELS[field]].sudo().with_context(active_test=False).search([])
        languages = [code for code, _name in self.env["res.lang"].get_installed()]
        words = WordList()
        ranked = {}
        for record in records:
            names = {record.with_context(lang=language).name for language in languages} | {record.code}
            if field == "area":
                names |= {record.complete_name}
            if field == "category":  # as tables that leave the system call a class whose name others have too
                names |= {f"{record.code} {name}" for name in names - {record.code}}
            key = record.code if field in _KEYED_BY_CODE else record.id
            depth = (record.parent_path or "").count("/") if "parent_path" in record._fields else 0
            if field == "category" and record.level == "major":
                depth = 99  # one major class stands under several problem categories: a word seldom means just one
            current = record.active and (field != "category" or record.is_current)
            ranked.setdefault((not current, depth), []).append((key, names))
            if record.code == "other":
                words.other = key
        for rank in sorted(ranked):
            level = WordList()
            for key, names in ranked[rank]:
                level.add(key, *names)
            words.words = {**level.words, **words.words}
            words.names |= level.names
        return words

    @api.model
    def _load_delivered(self):
        """Create the delivered synonyms that do not exist yet. Called once, when the addon is installed."""
        known = {(synonym.field, synonym.word_key) for synonym in self.with_context(active_test=False).search([])}
        values = []
        with open(file_path("city12319_intake/data/import_synonyms.csv"), encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream):
                for word in row["words"].split():
                    if (row["field"], fold(word)) not in known:
                        known.add((row["field"], fold(word)))
                        values.append({"field": row["field"], "word": word, "value": row["value"]})
        return self.create(values)
