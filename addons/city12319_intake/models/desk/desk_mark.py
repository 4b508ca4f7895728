from odoo import api, fields, models


class DeskMark(models.Model):
    """When somebody last looked at what moved among the own tickets."""

    _name = "city12319.desk.mark"
    _description = "Desk Mark"
    _log_access = False
    _rec_name = "user_id"

    user_id = fields.Many2one("res.users", required=True, ondelete="cascade", default=lambda self: self.env.user)
    seen_at = fields.Datetime(required=True)

    _user_uniq = models.UniqueIndex("(user_id)", "There is one mark for each person.")

    @api.model
    def _mark(self, at):
        mark = self.search([("user_id", "=", self.env.uid)])
        if mark:
            mark.seen_at = at
        else:
            self.create({"seen_at": at})
