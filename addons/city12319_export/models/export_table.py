from dataclasses import dataclass

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools.mail import html2plaintext

from ..tools import columns as kinds

_KINDS = {
    "char": kinds.TEXT, "text": kinds.TEXT, "html": kinds.TEXT, "selection": kinds.TEXT, "many2one": kinds.TEXT,
    "many2many": kinds.TEXT, "one2many": kinds.TEXT, "properties": kinds.TEXT, "integer": kinds.INTEGER,
    "float": kinds.NUMBER, "date": kinds.DATE, "datetime": kinds.DATETIME, "boolean": kinds.BOOLEAN,
}
# what Odoo keeps for itself, or what belongs to its conversations
_TECHNICAL = ("message_", "activity_", "website_message", "rating_", "my_activity")
_UNWANTED = {"id", "create_uid", "write_uid", "write_date", "display_name", "version", "save_key", "has_message"}


@dataclass(frozen=True)
class Wanted:
    """A column that somebody may export: ``name`` was asked for, ``field`` is read (a masked one, where that is all)."""

    name: str
    field: str
    header: str


class ExportTable(models.AbstractModel):
    """Which columns a person may export, and what stands in their cells."""

    _name = "city12319.export.table"
    _description = "Exported Table"

    @api.model
    def _check_may_export(self):
        if not self.env.user.has_group("base.group_allow_export"):
            raise AccessError(self.env._(
                "You may not export. Your administrator can give you the right “Access to export feature”."))

    # ------------------------------------------------------------------ columns

    @api.model
    def _exportable(self, model, name):
        """Say whether a field of ``model`` makes a column, and the person may read it."""
        records = self.env[model]
        field = records._fields.get(name)
        return bool(
            field and field.type in _KINDS and field.exportable and field.export_string_translation and name not in _UNWANTED
            and not name.startswith(_TECHNICAL) and records._has_field_access(field, "read")
        )

    @api.model
    def _readable(self, model, name):
        """Return the field to read for a column: itself, its masked form for those who see no more, or nothing."""
        return next((field for field in (name, f"{name}_masked") if self._exportable(model, field)), None)

    @api.model
    def _labels(self, model):
        """Return ``{name: label}`` of the fields that the person may export."""
        found = self.env[model].fields_get(attributes=["string"]) if model in self.env else {}
        return {name: field["string"] for name, field in found.items() if self._exportable(model, name)}

    @api.model
    def _columns(self, model, names, headers=None):
        """Return the columns (:class:`Wanted`) of those ``names`` that the person may export.

        :param headers: ``{name: header}`` where something else than the field's label is to stand above
        :raises UserError: when nothing is left
        """
        labels, wanted = self._labels(model), []
        for name in dict.fromkeys(names):
            if field := self._readable(model, name):
                wanted.append(Wanted(name, field, (headers or {}).get(name) or labels[field]))
        if not wanted:
            raise UserError(self.env._("Choose at least one column."))
        return wanted

    @api.model
    def _kit_columns(self, model, wanted):
        """Return the columns of the table to be written."""
        return [self._kit_column(self.env[model]._fields[column.field], column.header) for column in wanted]

    @api.model
    def _kit_column(self, field, header):
        digits = 2
        if field.type == "float":
            digits = (field.get_digits(self.env) or (None, 2))[1]
        return kinds.Column(header, _KINDS[field.type], digits=digits, yes=self.env._("Yes"), no=self.env._("No"))

    # ------------------------------------------------------------------ cells

    @api.model
    def _rows(self, records, wanted):
        """Return the cells of some records, read together."""
        names = [column.field for column in wanted]
        records.fetch([name for name in names if records._fields[name].store])
        readers = [self._reader(records, records._fields[name]) for name in names]
        return [[read(record) for read in readers] for record in records]

    @api.model
    def _reader(self, records, field):
        """Return a function that gives the cell of a record."""
        name = field.name
        if field.type == "selection":
            labels = dict(field._description_selection(self.env))
            return lambda record: labels.get(record[name], record[name] or None)
        if field.type == "datetime":
            return lambda record: self._local(record, record[name])
        if field.type in ("many2one", "many2many", "one2many"):
            # sudo: as everywhere in Odoo, whoever reads a record reads the names that it points to
            return lambda record: "、".join(other.display_name or "" for other in record[name].sudo()) or None
        if field.type == "html":
            return lambda record: html2plaintext(record[name]) if record[name] else None
        if field.type == "properties":
            values = {row["id"]: row[name] for row in records.read([name])}
            return lambda record: "；".join(filter(None, map(self._property, values[record.id]))) or None
        if field.type in ("integer", "float", "boolean"):
            return lambda record: record[name]
        return lambda record: record[name] or None

    @api.model
    def _local(self, record, moment):
        """Return a time as the person's clock showed it."""
        return fields.Datetime.context_timestamp(record, moment).replace(tzinfo=None, microsecond=0) if moment else None

    @api.model
    def _property(self, definition):
        """Return one detail as “name：value”, or nothing."""
        value = definition.get("value")
        if value in (None, False, "", []) and definition["type"] != "boolean":
            return None
        choices = {key: label for key, label, *_color in definition.get("selection") or definition.get("tags") or []}
        if definition["type"] == "boolean":
            value = self.env._("Yes") if value else self.env._("No")
        elif definition["type"] == "many2one":
            value = value[1]
        elif isinstance(value, list):
            value = "、".join(str(choices.get(one, one[1] if isinstance(one, (list, tuple)) else one)) for one in value)
        return f"{definition['string']}：{choices.get(value, value)}"
