from odoo import api, fields, models
from odoo.exceptions import UserError


class CallSimulation(models.TransientModel):
    """Lets the simulator call: to try the system, to show it, and to train agents, with no call centre at all."""

    _name = "city12319.call.simulation"
    _description = "Demo Calls"

    number = fields.Char(string="Caller's number", help="Left empty: made-up numbers.")
    calls = fields.Integer(string="Number of calls", default=1, required=True)
    every = fields.Float(string="A call every (s)", default=5.0, required=True)
    by_themselves = fields.Boolean(
        string="Telephones answer by themselves", help="All seats are signed in and answer after a moment: nobody is needed.",
    )
    talk = fields.Integer(string="Talk (s)", default=30, help="When the telephones answer by themselves.")
    abandon_after = fields.Integer(string="Patience of the callers (s)", default=60, required=True)

    @api.constrains("calls", "every", "talk", "abandon_after")
    def _check_amounts(self):
        for wizard in self:
            if not (1 <= wizard.calls <= 1000 and 0 <= wizard.every <= 3600 and wizard.talk > 0 and wizard.abandon_after > 0):
                raise UserError(self.env._("Place 1 to 1000 calls, at most one hour apart, with times above 0."))

    def action_place(self):
        """Tell the simulator to call, and show what it said."""
        self.ensure_one()
        seats = self.env["city12319.seat"]
        arguments = {
            "number": self.number, "calls": self.calls, "every": self.every or 0.01, "abandon_after": self.abandon_after,
        }
        if self.by_themselves:
            arguments.update(answer_after=3, talk=self.talk, seats=seats.search([]).mapped("number"))
        answer = seats.command("simulate", arguments)
        return {
            "type": "ir.actions.client", "tag": "display_notification",
            "params": {
                "type": "success" if answer["ok"] else "warning",
                "message": self.env._("The calls are coming in.") if answer["ok"] else answer["message"],
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
