from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...tools import visit_plan

VARIABLES = ("caller", "visitor", "number", "summary", "address", "department", "result", "reported", "time")


class VisitScript(models.Model):
    """What the visitor says on the phone (回访话术). The closest one for a case is shown while calling."""

    _name = "city12319.visit.script"
    _description = "Script for Return Visits"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    document = fields.Selection(
        [("order", "Cases that departments handled"), ("answer", "Tickets answered on the spot")],
        help="Empty: for both.",
    )
    category_ids = fields.Many2many("city12319.category", string="Problem categories", help="With all classes below them.")
    service_type_ids = fields.Many2many("city12319.service.type", string="Service types")
    text = fields.Text(
        required=True, translate=True,
        help="May contain {caller}, {visitor}, {number}, {summary}, {address}, {department}, {result}, {reported} and "
             "{time}, which are filled in.",
    )

    @api.constrains("text")
    def _check_text(self):
        for script in self:
            unknown = visit_plan.unknown_variables(script.text, VARIABLES)
            if unknown:
                raise ValidationError(self.env._(
                    "“%(script)s” has unknown variables: %(unknown)s. Known are: %(known)s.",
                    script=script.name, unknown=", ".join(unknown), known=", ".join(VARIABLES),
                ))

    @api.model
    def _closest_to(self, visit):
        """Return the script for ``visit``: by the nearest class, then by service type, then for all."""
        best, best_rank = self.browse(), None
        for script in self.search([]):
            rank = script._rank(visit)
            if rank is not None and (best_rank is None or rank > best_rank):
                best, best_rank = script, rank
        return best

    def _rank(self, visit):
        """Return how close this script is to ``visit`` as something to compare, or None when it is not for it."""
        self.ensure_one()
        if self.document and self.document != ("order" if visit.order_id else "answer"):
            return None
        path = visit.category_id.parent_path or ""
        depths = [root.parent_path.count("/") for root in self.category_ids if path.startswith(root.parent_path)]
        if self.category_ids and not depths:
            return None
        if self.service_type_ids and visit.service_type_id not in self.service_type_ids:
            return None
        return max(depths, default=0), bool(self.service_type_ids), bool(self.document)
