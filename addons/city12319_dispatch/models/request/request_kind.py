from odoo import api, fields, models, tools

KINDS = [("extension", "Extension"), ("suspend", "Suspension"), ("return", "Return")]


class RequestKind(models.Model):
    """What is allowed of each kind of request: how often, how long, with what proof, and who decides."""

    _name = "city12319.request.kind"
    _inherit = ["city12319.cached.mixin"]
    _description = "Kind of Request"
    _order = "sequence, id"

    code = fields.Selection(KINDS, required=True, readonly=True, string="Kind")
    sequence = fields.Integer(default=10)
    max_approved = fields.Integer(
        string="Approvals for a case", help="How many may be approved on one case. 0: no limit. A denial does not count.")
    max_days = fields.Integer(
        string="Days at most", help="How far from now the moment may lie that is asked for. 0: no limit.")
    in_time_only = fields.Boolean(string="Never once overdue", help="Refused when the due moment has passed.")
    evidence_from = fields.Integer(
        string="Proof needed from the … one", help="1: always, 2: from the second on the same case. 0: never.")
    second_from = fields.Integer(
        string="Second level from the … one",
        help="1: always, 2: from the second on the same case. 0: never. The dispatcher gives an opinion, a shift leader or "
        "leader decides.",
    )

    _code_uniq = models.UniqueIndex("(code)", "There is an entry for this kind already.")
    _positive = models.Constraint(
        "CHECK(max_approved >= 0 AND max_days >= 0 AND evidence_from >= 0 AND second_from >= 0)",
        "Limits of requests cannot be negative.",
    )

    @api.depends("code")
    def _compute_display_name(self):
        labels = dict(self._fields["code"]._description_selection(self.env))
        for kind in self:
            kind.display_name = labels.get(kind.code)

    @api.model
    def _of(self, code):
        """Return the entry of the kind ``code``, in sudo: it holds for everybody."""
        return self.sudo().browse(self._id_of(code))  # sudo: as said

    @api.model
    @tools.ormcache("code")
    def _id_of(self, code):
        return self.sudo().search([("code", "=", code)], limit=1).id  # sudo: as above

    def _has_second_level(self, number):
        """Tell whether the ``number``-th request of this kind on a case needs two people to be approved."""
        return 0 < self.second_from <= number
