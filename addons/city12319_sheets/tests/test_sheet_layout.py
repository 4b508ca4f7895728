from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .sheet_case import SheetCase


@tagged("post_install", "-at_install")
class TestSheetLayout(SheetCase):
    """An administrator adjusts sheets and makes new ones without code."""

    def bindings(self, person, model="city12319.order"):
        actions = self.env["ir.actions.actions"].with_user(self.people[person])
        return {action["name"] for action in actions.get_bindings(model).get("report", ())}

    def test_new_sheet_stands_in_the_print_menu_of_its_people(self):
        sheet = self.as_(self.env["city12319.sheet"], "config_admin").create({
            "name": "抄告单", "code": "t_notice", "model": "city12319.order",
            "group_ids": [Command.link(self.env.ref("city12319_intake.group_dispatcher").id)],
            "block_ids": [
                Command.create({"kind": "order_head", "sequence": 2}),
                Command.create({"kind": "letter", "text": "{department}：\n请知悉{summary}。", "sequence": 1}),
            ],
        })
        self.assertIn("抄告单", self.bindings("dispatcher"))
        self.assertNotIn("抄告单", self.bindings("water"))
        order = self.handling()
        self.env.flush_all()
        pdf = self.env["ir.actions.report"].with_user(self.people["dispatcher"])._print_sheets(
            sheet.sudo().report_id.id, order.ids)[0]
        text = "".join("".join(self.pages(pdf)).split())
        self.assertIn("".join(f"请知悉{order.summary}。".split()), text)
        self.assertLess(text.index("请知悉"), text.index("Urgency"))
        sheet.active = False
        self.assertNotIn("抄告单", self.bindings("dispatcher"))

    def test_taking_out_a_block_takes_it_from_the_paper(self):
        order = self.closed()
        self.assertIn("Judgement", self.text("order", order, "dispatcher"))
        self.sheet("order").block_ids.filtered(lambda block: block.kind == "order_visit").unlink()
        self.assertNotIn("Judgement", self.text("order", order, "dispatcher"))

    def test_centre_and_foot_are_settings(self):
        settings = self.env["ir.config_parameter"].sudo()
        settings.set_param("city12319_sheets.centre", "云澜市城市管理指挥中心")
        settings.set_param("city12319_sheets.foot", "地址：望潮路1号")
        text = self.text("order", self.handling(), "dispatcher")
        self.assertIn("云澜市城市管理指挥中心", text)
        self.assertIn("地址：望潮路1号", text)

    def test_what_cannot_be_printed_is_refused_when_it_is_set_up(self):
        for block in (
            {"kind": "letter", "text": "{unknown}"}, {"kind": "ticket_caller"},
        ):
            with self.subTest(block), self.assertRaises(ValidationError):
                self.made_up_sheet(code=f"t_{block['kind']}", block_ids=[Command.create(block)])
        for condition in ("[('no_field', '=', 1)]", "what", "[(", "__import__('os')"):
            with self.subTest(condition), self.assertRaises(ValidationError):
                self.made_up_sheet(condition=condition)

    def test_copied_sheet_has_the_same_blocks_and_its_own_menu_entry(self):
        copy = self.sheet("order").copy()
        self.assertEqual(copy.block_ids.mapped("kind"), self.sheet("order").block_ids.mapped("kind"))
        self.assertNotEqual(copy.report_id, self.sheet("order").report_id)
        report = copy.report_id
        copy.unlink()
        self.assertFalse(report.exists())

    def test_blank_sheets_show_the_layout_and_no_record(self):
        for sheet in self.env["city12319.sheet"].search([]):
            with self.subTest(sheet.code):
                pdf = self.as_(sheet, "config_admin")._print_blank()[0]
                self.assertIn(sheet.name, self.pages(pdf)[0])
        for person in ("shift_leader", "statistician", "internal"):
            with self.assertRaises(AccessError):
                self.as_(sheet, person)._print_blank()

    def test_every_kind_of_block_has_a_method(self):
        blocks = self.env["city12319.sheet.blocks"]
        for kind in blocks._kinds():
            self.assertTrue(hasattr(blocks, f"_block_{kind}"), kind)
