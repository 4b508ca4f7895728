import { describe, expect, test } from "@odoo/hoot";
import { advanceTime, animationFrame } from "@odoo/hoot-mock";
import { contains, defineModels, fields, models, mountView, onRpc } from "@web/../tests/web_test_helpers";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";

describe.current.tags("desktop");

class Document extends models.Model {
    _name = "phone.document";
    masked = fields.Char();
    _records = [
        { id: 1, masked: "0571****6666" },
        { id: 2, masked: "138 0013 8000" },
        { id: 3, masked: false },
    ];
    _views = { form: `<form><field name="masked" widget="city12319_phone_reveal"/></form>` };
}

defineMailModels();
defineModels([Document]);

const mountForm = (resId) => mountView({ type: "form", resModel: "phone.document", resId });

test("a masked number is shown in full for half a minute", async () => {
    onRpc("reveal_phone", ({ args }) => {
        expect.step(args[0]);
        return "0571 8888 6666 转 801";
    });
    await mountForm(1);
    expect(".o_phone_reveal").toHaveText("0571****6666");
    await contains(".o_phone_reveal button").click();
    await animationFrame();
    expect.verifySteps([[1]]);
    expect(".o_phone_reveal a").toHaveText("0571 8888 6666 转 801");
    expect(".o_phone_reveal a").toHaveAttribute("href", "tel:057188886666");
    await advanceTime(29000);
    expect(".o_phone_reveal a").toHaveCount(1);
    await advanceTime(2000);
    await animationFrame();
    expect(".o_phone_reveal").toHaveText("0571****6666");
});

test("a number that is not masked can be dialled, an empty one has no button", async () => {
    await mountForm(2);
    expect(".o_phone_reveal a").toHaveAttribute("href", "tel:13800138000");
    expect(".o_phone_reveal button").toHaveCount(0);
});

test("without a number there is nothing to reveal", async () => {
    await mountForm(3);
    expect(".o_phone_reveal button").toHaveCount(0);
    expect(".o_phone_reveal a").toHaveCount(0);
});
