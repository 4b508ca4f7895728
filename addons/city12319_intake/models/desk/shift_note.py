from odoo import api, fields, models

_KEEP_SHOWING_DAYS = 3


class ShiftNote(models.Model):
    """What one shift tells the next (交接班). A note is not edited later: whoever has more to say writes another one."""

    _name = "city12319.shift.note"
    _description = "Shift Note"
    _order = "id desc"
    _rec_name = "shift_date"

    author_id = fields.Many2one(
        "res.users", required=True, readonly=True, default=lambda self: self.env.user, ondelete="restrict", index=True,
    )
    shift_date = fields.Date(required=True, default=lambda self: self._default_shift_date(), index=True)
    to_user_id = fields.Many2one(
        "res.users", string="To", ondelete="restrict", help="Empty: whoever comes next, everybody at the desk.",
        domain=lambda self: [
            ("all_group_ids", "in", self.env["city12319.reminder"]._desk_groups().ids), ("share", "=", False),
        ],
    )
    text = fields.Text(required=True)
    reminder_count = fields.Integer(readonly=True, string="Reminders handed over")
    ack_ids = fields.One2many("city12319.shift.note.ack", "note_id", string="Read by", readonly=True)

    @api.model
    def _default_shift_date(self):
        return self.env["city12319.numbering"]._local_day(fields.Datetime.now())

    def acknowledge(self):
        """Note that the current person has read these notes."""
        self.check_access("read")
        # sudo: nobody writes these rows by hand
        known = self.env["city12319.shift.note.ack"].sudo().search([
            ("note_id", "in", self.ids), ("user_id", "=", self.env.uid),
        ]).note_id
        self.env["city12319.shift.note.ack"].sudo().create([
            {"note_id": note.id, "user_id": self.env.uid, "at": fields.Datetime.now()} for note in self - known
        ])
        return True

    @api.model
    def _to_read(self):
        """Return the notes that the current person has not acknowledged yet."""
        since = fields.Date.subtract(self._default_shift_date(), days=_KEEP_SHOWING_DAYS)
        return self.search([
            ("shift_date", ">=", since), ("author_id", "!=", self.env.uid),
            ("to_user_id", "in", [False, self.env.uid]), ("ack_ids", "not any", [("user_id", "=", self.env.uid)]),
        ], limit=20)


class ShiftNoteAck(models.Model):
    """The fact that somebody has read a shift note."""

    _name = "city12319.shift.note.ack"
    _description = "Shift Note Read"
    _order = "at, id"
    _log_access = False
    _rec_name = "user_id"

    note_id = fields.Many2one("city12319.shift.note", required=True, ondelete="cascade")
    user_id = fields.Many2one("res.users", required=True, ondelete="restrict", string="Read by")
    at = fields.Datetime(required=True)

    _once = models.UniqueIndex("(note_id, user_id)", "This note was acknowledged already.")
