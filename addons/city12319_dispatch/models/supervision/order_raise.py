from odoo import models

from odoo.addons.city12319_flow import house_language


class OrderRaise(models.Model):
    """Supervision that rises by itself (提级督办): a case that was given back or reworked too often.

    The thresholds are settings; each further multiple raises it again.
    """

    _inherit = "city12319.order"

    def _bounce(self, event):
        super()._bounce(event)
        often = self._raise_after("returns")
        if often and self.return_count % often == 0:
            self._raise_supervision(
                house_language.written(self).env._(
                    "Departments have given this case back %(count)s times. Decide whose it is.", count=self.return_count,
                ),
                event, "3",
            )

    def _flow_event_recorded(self, event):
        super()._flow_event_recorded(event)
        often = self._raise_after("reworks") if event.transition_id.new_round else 0
        reworked = self.round - 1
        if often and reworked and reworked % often == 0:
            # the heads of the department, unless there is nobody above it to tell
            level = "2" if self.department_id.parent_id.manager_id else "3"
            self._raise_supervision(
                house_language.written(self).env._(
                    "This case had to be done again %(count)s times. See to it in person.", count=reworked,
                ),
                event, level,
            )

    def _raise_after(self, name):
        # sudo: a setting, whoever acts on the order
        return int(self.env["ir.config_parameter"].sudo().get_param(f"city12319.raise_after_{name}") or 3)

    def _raise_supervision(self, text, event, level):
        self.env["city12319.supervision"]._supervise(self, "focus", level, text, at=event.at)
