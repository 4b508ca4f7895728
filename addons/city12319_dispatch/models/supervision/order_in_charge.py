from odoo import models

_DEPARTMENT_PHASE = "handling"


class OrderInCharge(models.Model):
    """Who has an order at this moment: the people whom the case waits for."""

    _inherit = "city12319.order"

    def _people_in_charge(self):
        """Return ``{order: users}``: whom each case waits for.

        While a department handles it, that is the handler, else the members and the manager. In every other stage it is
        whoever may do the main next step: the leader of the order, the inspector who is sent, the visitor who has taken
        the return visit, else everybody with the right.
        """
        roles = {stage: self._roles_in_charge(stage) for stage in self.stage_id}
        return {order: order._active_people(order._one_in_charge(*roles[order.stage_id])) for order in self}

    def _one_in_charge(self, paths, users):
        if self._is_at_department():
            handler = self.handler_id.filtered("active")
            return handler or self.department_id.member_ids | self.department_id.manager_id
        if self.stage_id.code in ("verifying", "checking") and self.inspector_id:
            return self.inspector_id
        visitor = self._current_visit().visitor_id
        if visitor:
            return visitor
        return users.union(*(self.mapped(path) for path in paths))

    def _is_at_department(self):
        return bool(self.department_id) and self.stage_id.phase == _DEPARTMENT_PHASE

    def _roles_in_charge(self, stage):
        """Return (paths to users on the order, users) of the main steps out of ``stage``."""
        transitions = self._main_transitions(stage)
        named = transitions.filtered("actor_path")
        return named.mapped("actor_path"), (transitions - named).group_ids.all_user_ids

    def _main_transitions(self, stage):
        # sudo: the flow is the same whoever asks
        transitions = self.env["city12319.transition"].sudo().with_context(active_test=True).search([
            ("model", "=", self._name), ("from_stage_ids", "in", stage.ids), ("to_stage_id", "!=", False),
        ])
        return transitions.filtered(lambda transition: transition.style == "primary") or transitions

    def _active_people(self, users):
        return users.filtered(lambda user: user.active and not user.share)

    def _addressed_department_users(self):
        """Return the people of the department that has the order now, and of those above it."""
        return self.filtered(lambda order: order._is_at_department()).department_id.visible_user_ids
