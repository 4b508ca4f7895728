import { describe, expect, test } from "@odoo/hoot";
import { queryAllTexts, queryOne } from "@odoo/hoot-dom";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { defineModels, fields, models, mountView } from "@web/../tests/web_test_helpers";

describe.current.tags("desktop");

const SIGNS = {
    is_open: true, alert: "overdue", suspended: false, supervised: true, urgency: "normal", round: 1, urge_count: 0,
    return_count: 0, due_at: false,
};

class Case extends models.Model {
    _name = "case";
    name = fields.Char();
    signs = fields.Json();
    _records = [
        { id: 1, name: "井盖", signs: SIGNS },
        { id: 2, name: "路灯", signs: false },
    ];
}

defineMailModels();
defineModels([Case]);

test("a list shows the signs of each row, with a text for those who listen", async () => {
    const arch = `<list><field name="signs" widget="city12319_signs"/><field name="name"/></list>`;
    await mountView({ type: "list", resModel: "case", arch });
    expect(".o_data_row .o_signs").toHaveCount(1);
    expect(".o_signs").toHaveAttribute("aria-label", "Overdue, Under supervision");
    expect(".o_sign[data-sign='supervised']").toHaveAttribute("title", "Under supervision");
    expect(queryAllTexts(".o_sign_shape")).toEqual(["L", "S"]);
    expect(".o_sign_text").toHaveCount(0);
});

test("a form writes the texts beside the signs", async () => {
    const arch = `<form><field name="signs" widget="city12319_signs" options="{'labels': True}"/></form>`;
    await mountView({ type: "form", resModel: "case", resId: 1, arch });
    expect(queryAllTexts(".o_sign_text")).toEqual(["Overdue", "Under supervision"]);
    expect(queryOne(".o_signs").getAttribute("role")).toBe("img");
});
