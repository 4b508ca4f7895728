import io

import pypdf

from odoo import fields
from odoo.tests import tagged

from .sheet_case import SheetCase


@tagged("post_install", "-at_install")
class TestSheetPages(SheetCase):
    """What stands on the pages, and that nothing that people enter can break them."""

    def test_every_sheet_has_its_title_number_and_content(self):
        order = self.closed()
        leader_order = self.do(self.filed(mode="escalate"), "leader", "instruct_pass")
        ticket = self.do(self.verifying(), "inspector", "verify_result").with_env(self.env)
        supervised = self.supervised()
        supervision = self.env["city12319.supervision"].search([("order_id", "=", supervised.id)])
        urge = self.urged(self.handling())
        expected = {
            "registration": (ticket, "shift_leader", ticket.summary),
            "verification": (ticket, "inspector", "inspector"),
            "order": (order, "dispatcher", order.result),
            "transfer": (order, "dispatcher", order.department_id.name),
            "reading": (leader_order, "leader", leader_order.instruction_text or "leader"),
            "check": (order, "dispatcher", order.result),
            "case_file": (order, "shift_leader", order.result),
            "supervision": (supervision, "leader", supervision.text),
            "urge": (urge, "dispatcher", urge.text),
            "visit": (order.visit_ids, "shift_leader", order.result),
            "spot_check": (self.spot_check(), "inspector", "井盖松动"),
        }
        self.assertEqual(set(expected), set(self.env["city12319.sheet"].search([]).mapped("code")))
        for code, (record, person, content) in expected.items():
            with self.subTest(code):
                self.assertEqual(len(record), 1)
                text = self.text(code, record, person)
                for part in (self.sheet(code).name, record.display_name, content, "Page1of"):
                    self.assertIn("".join(part.split()), text)

    def test_several_at_once_come_in_the_order_that_was_chosen(self):
        orders = self.sent() | self.sent() | self.sent()
        pages = self.pages(self.printed("order", orders[::-1], "dispatcher"))
        firsts = [page for page in pages if "Page 1" in page]
        self.assertEqual([order.name in page for order, page in zip(orders[::-1], firsts, strict=True)], [True] * 3)

    def test_long_text_forty_photos_and_a_broken_file_do_not_break_the_page(self):
        long = "".join(f"第{number}句，路面塌陷。" for number in range(1500))
        ticket = self.ticket(
            "other_agent", phone="13900139000", caller_name="阿卜杜热依木·买买提明䶮𠮷" * 6, summary="很长的概要" * 60,
            description=long, address="很长的地址" * 50,
        )
        photo = self.picture()
        for number in range(40):
            # every one a file of its own: the same content would be printed once
            self.attach(ticket, f"照片{number}.jpg", photo + bytes([number]))
        self.attach(ticket, "坏照片.jpg", b"nothing that is a picture")
        order = self.sent(ticket=ticket)
        pdf = self.printed("case_file", order, "shift_leader")
        pages = self.pages(pdf)
        text = "".join("".join(pages).split())
        for part in ("第0句", "第1499句", "照片39.jpg", "坏照片.jpg", "Thisfileisnotareadablepicture", "䶮𠮷"):
            self.assertIn(part, text)
        self.assertEqual(text.count("塌陷"), 1500)
        self.assertLess(len(pdf), 15_000_000)
        self.assertTrue(all(f"Page {number}\nof {len(pages)}" in page for number, page in enumerate(pages, start=1)))
        self.assertInsideThePage(pdf)

    def assertInsideThePage(self, pdf):
        for page in pypdf.PdfReader(io.BytesIO(pdf)).pages:
            places = []
            page.extract_text(visitor_text=lambda text, cm, tm, *_font, places=places: places.append((text, cm, tm)))
            for text, cm, tm in places:
                if text.strip() and not text.startswith("of "):  # the number of pages is drawn in a form of its own
                    x, y = tm[4] * cm[0] + cm[4], tm[5] * cm[3] + cm[5]
                    self.assertTrue(40 < x < 560 and 20 < y < 830, (text, x, y))

    def test_a_ticket_with_nothing_but_a_summary_is_printed(self):
        ticket = self.ticket(
            caller_name=False, phone=False, description=False, address=False, area_id=False, category_id=False,
        )
        for code in ("registration", "verification"):
            self.assertIn(ticket.name, self.text(code, ticket, "shift_leader"))

    def test_pictures_of_the_case_file_stand_before_and_after(self):
        ticket = self.foreign()
        self.attach(ticket, "现场.jpg", self.picture((60, 40)))
        order = self.handling(ticket=ticket)
        files = self.env["ir.attachment"].with_user(self.people["water"]).create([
            {"name": "处理后.png", "raw": self.picture((60, 40), "PNG")},
            {"name": "处理前.png", "raw": self.picture((40, 60), "PNG")},
        ])
        self.as_(order, "water").advance("feedback", {"result": "已修复", "attachment_ids": files.ids})
        text = self.text("case_file", order, "shift_leader")
        before, after = text.index("Photosbeforehandling"), text.index("Photosafterhandling")
        self.assertTrue(before < text.index("现场.jpg", before) < after)
        self.assertTrue(before < text.index("处理前.png", before) < after < text.index("处理后.png", after))

    def test_recordings_are_listed_without_a_way_to_play_them(self):
        ticket = self.foreign()
        call = self.env["city12319.call"].sudo().create({
            "name": "TH20260101-0001", "call_key": "t1", "offered_at": fields.Datetime.now(), "phone": "13900139000",
            "talk_seconds": 61, "agent_id": self.people["other_agent"].id, "ticket_ids": [(4, ticket.id)],
            "recording_path": "2026/secret-name.wav",
        })
        self.env["city12319.recording"].sudo().create({
            "call_id": call.id, "path": "2026/secret-name.wav", "state": "present", "sha256": "ab" * 32,
        })
        order = self.sent(ticket=ticket)
        text = self.text("case_file", order, "shift_leader")
        self.assertIn(call.name, text)
        self.assertIn("SHA-256abababab", text)
        self.assertNotIn("secret-name", text)
        self.assertNotIn("/city12319/recording", text)
        self.assertNotIn(call.name, self.text("case_file", order, "water"), "departments have no part in the calls")

    def test_many_orders_take_few_queries(self):
        orders = self.env["city12319.order"].union(*(self.sent() for _ in range(12)))

        def queries(some):
            self.printed("order", some, "dispatcher")  # caches of the person are filled
            before = self.env.cr.sql_log_count
            self.printed("order", some, "dispatcher")
            return self.env.cr.sql_log_count - before

        self.assertLess(queries(orders) - queries(orders[:2]), 10)
