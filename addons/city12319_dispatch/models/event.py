from odoo import fields, models

from .dispatch_rule import PROPOSAL_READERS, SOURCES


class Event(models.Model):
    _inherit = "city12319.event"

    order_id = fields.Many2one("city12319.order", ondelete="restrict")
    department_id = fields.Many2one("city12319.department", ondelete="restrict")

    # what was proposed to the dispatcher: how often rules are followed is counted from here
    proposal_source = fields.Selection(SOURCES, groups=PROPOSAL_READERS)
    proposal_department_id = fields.Many2one("city12319.department", ondelete="restrict", groups=PROPOSAL_READERS)
    proposal_rule_id = fields.Many2one("city12319.dispatch.rule", ondelete="restrict", groups=PROPOSAL_READERS)
    proposal_accepted = fields.Boolean(groups=PROPOSAL_READERS)

    # the time line of an order; figures of a department
    _order_idx = models.Index("(order_id, at, id) WHERE order_id IS NOT NULL")
    _department_idx = models.Index("(department_id, at) WHERE department_id IS NOT NULL")

    # how often a rule, and each way of proposing, is followed
    _proposal_rule_idx = models.Index("(proposal_rule_id, proposal_accepted) WHERE proposal_rule_id IS NOT NULL")
    _proposal_source_idx = models.Index("(proposal_source, proposal_accepted) WHERE proposal_source IS NOT NULL")

    def _timeline_values(self):
        return {**super()._timeline_values(), "department": self.department_id.name or ""}
