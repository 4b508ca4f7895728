from odoo import models

from .level import ROLES


class EscalationAddressees(models.Model):
    """Whom a level is told to: roles up the tree of departments. Asked for a batch, never row by row."""

    _inherit = "city12319.escalation"

    def _addressees(self):
        """Return ``{row: users}``."""
        in_charge = self.order_id._people_in_charge()
        groups = {
            role: self._people_of_group(f"city12319_intake.group_{role}") for role in ("shift_leader", "leader", "inspector")
        }
        known, people = {}, {}
        for row in self:
            # cases alike in everything that decides are worked out once
            leader = row.ticket_id.order_ids.leader_id if row.level_id.to_leader else None
            alone = None if row.order_id else (row.ticket_id.stage_id, row.ticket_id.inspector_id)
            key = (row.level_id, in_charge.get(row.order_id), row._department(), leader, alone)
            if key not in known:
                users = self.env["res.users"].union(*(
                    getattr(row, f"_to_{role}")(in_charge, groups) for role in ROLES if row.level_id[f"to_{role}"]
                ))
                known[key] = row._reachable(users) or groups["shift_leader"]
            people[row] = known[key]
        return people

    def _people_of_group(self, name):
        return self._reachable(self.env.ref(name).all_user_ids)

    def _reachable(self, users):
        return users.filtered(lambda user: user.active and not user.share)

    def _to_handler(self, in_charge, groups):
        if self.order_id:
            return in_charge[self.order_id]
        if self.ticket_id.stage_id.code == "verifying":
            return self.ticket_id.inspector_id or groups["inspector"]
        return groups["shift_leader"]

    def _to_members(self, in_charge, groups):
        return self._department().member_ids

    def _to_manager(self, in_charge, groups):
        return self._nearest_manager(self._department()).manager_id

    def _to_manager_above(self, in_charge, groups):
        below = self._nearest_manager(self._department())
        return self._nearest_manager(below.parent_id).manager_id

    def _to_shift_leader(self, in_charge, groups):
        return groups["shift_leader"]

    def _to_leader(self, in_charge, groups):
        return self.ticket_id.order_ids.leader_id or groups["leader"]

    def _department(self):
        """Return the department that has the case now, none when it lies elsewhere."""
        order = self.order_id
        return order.department_id if order and order._is_at_department() else self.env["city12319.department"]

    def _nearest_manager(self, department):
        """Return the department itself or the nearest one above it that has a manager."""
        while department and not self._reachable(department.manager_id):
            department = department.parent_id
        return department
