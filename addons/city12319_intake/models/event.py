from odoo import fields, models


class Event(models.Model):
    """What happened to a ticket or to its orders: the facts that every figure is computed from."""

    _name = "city12319.event"
    _inherit = "city12319.event.mixin"
    _description = "Case Event"

    ticket_id = fields.Many2one("city12319.ticket", required=True, ondelete="restrict")
    attachment_ids = fields.Many2many(
        "ir.attachment", "city12319_event_attachment_rel", "event_id", "attachment_id", string="Files",
        ondelete="restrict",
    )

    # the time line of a ticket
    _ticket_idx = models.Index("(ticket_id, at, id)")
    # statistics of a day, and what one person did
    _at_idx = models.Index("(at, code)")
    _user_idx = models.Index("(user_id, at)")
