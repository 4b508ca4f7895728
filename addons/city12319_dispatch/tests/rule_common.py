from .common import DispatchCase


class RuleCase(DispatchCase):
    """Two districts with a street each, categories of two levels, and short ways to a rule in force."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("en_US")
        cls.env.company.partner_id.lang = "en_US"  # reasons are written in the language of the house
        cls.env["city12319.dispatch.rule"].search([("state", "=", "active")])._set_state("retired")
        areas = cls.env["city12319.area"]
        cls.north = areas.create({"name": "北区", "code": "T-N", "level": "district"})
        cls.street = areas.create({"name": "一街道", "code": "T-N1", "level": "street", "parent_id": cls.north.id})
        cls.south = areas.create({"name": "南区", "code": "T-Z", "level": "district"})
        cls.pipe_category = cls.env["city12319.category"].create({
            "name": "水管", "code": "t_pipe", "parent_id": cls.category.id,
        })
        cls.greening = cls.env.ref("city12319_intake.category_greening")
        cls.component = cls.env["city12319.component"].create({
            "name": "供水井盖", "code": "T-CC", "owner_id": cls.water.id, "keeper_id": cls.pipes.id,
        })

    @classmethod
    def draft(cls, name="规则", department=None, **values):
        return cls.env["city12319.dispatch.rule"].create({
            "name": name, "department_id": (department or cls.water).id, **values,
        })

    @classmethod
    def rule(cls, name="规则", department=None, **values):
        rule = cls.draft(name, department, **values)
        rule._activate()
        return rule

    def filed(self, mode="file", **values):
        """Return an order that waits for dispatch, in the environment of the superuser."""
        order = self.as_(self.ticket(**values), "shift_leader").process(mode, {})
        self.env.flush_all()
        return order.with_env(self.env)

    def dispatch_field(self, order, name, person="dispatcher"):
        """Return what the dialog of dispatch shows in a field."""
        [action] = [one for one in self.as_(order, person).flow_actions() if one["code"] == "dispatch"]
        [field] = [one for one in action["fields"] if one["name"] == name]
        return field
