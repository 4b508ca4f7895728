import io
import re

import pypdf
from PIL import Image

from odoo.fields import Command
from odoo.tools import mute_logger

from odoo.addons.city12319_dispatch.tests.rights_common import RightsCase

PHONE, MASKED = "139 0013 9000", "139****9000"  # of ``foreign()`` tickets


class SheetCase(RightsCase):
    """Prints sheets as people do, and reads what came out."""

    def setUp(self):
        super().setUp()
        self.enterContext(mute_logger("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule", "odoo.models"))

    def sheet(self, code):
        return self.env.ref(f"city12319_sheets.sheet_{code}")

    def printed(self, code, records, person):
        """Return the PDF that ``person`` gets of the sheet ``code``."""
        self.env.flush_all()
        self.env.invalidate_all()
        reports = self.env["ir.actions.report"].with_user(self.people[person])
        return reports._print_sheets(self.sheet(code).report_id.id, records.ids)[0]

    def pages(self, pdf):
        return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]

    def text(self, code, records, person):
        """Return everything that stands on the sheet, without spaces and line ends."""
        return re.sub(r"\s", "", "".join(self.pages(self.printed(code, records, person))))

    def log(self):
        return self.env["city12319.export.log"].search([("kind", "=", "print")])

    def picture(self, size=(800, 600), kind="JPEG"):
        out = io.BytesIO()
        Image.effect_noise(size, 40).convert("RGB").save(out, kind)
        return out.getvalue()

    def attach(self, record, name, content, mimetype="image/jpeg"):
        return self.env["ir.attachment"].create({
            "name": name, "raw": content, "mimetype": mimetype, "res_model": record._name, "res_id": record.id,
        })

    def urged(self, order):
        """Return the urge that the dispatcher sent about ``order``."""
        self.do(order, "dispatcher", "urge")
        return self.env["city12319.supervision"].search([("order_id", "=", order.id), ("kind", "=", "urge")])

    def spot_check(self):
        """Return a submitted spot check of the water department."""
        check = self.as_(self.env["city12319.inspection"], "inspector").create({
            "department_id": self.water.id, "subject": "井盖", "text": "井盖松动",
            "line_ids": [Command.create({"item_id": self.env.ref("city12319_evaluation.inspection_item_c03").id})],
        })
        check.submit()
        return check.with_env(self.env)

    def made_up_sheet(self, **values):
        return self.env["city12319.sheet"].create({
            "name": "试验单", "code": "t_made_up", "model": "city12319.order",
            "block_ids": [Command.create({"kind": "order_head"})], **values,
        })
