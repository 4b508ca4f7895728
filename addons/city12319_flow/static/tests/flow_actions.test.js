import { describe, expect, test } from "@odoo/hoot";
import { queryAllTexts } from "@odoo/hoot-dom";
import { Deferred, animationFrame } from "@odoo/hoot-mock";
import {
    MockServer,
    contains,
    defineModels,
    fields,
    makeServerError,
    mockService,
    models,
    mountView,
    onRpc,
} from "@web/../tests/web_test_helpers";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";

class Document extends models.Model {
    _name = "flow.document";
    name = fields.Char();
    version = fields.Integer();
    _records = [{ id: 1, name: "Burst pipe", version: 1 }];
    _views = {
        form: /* xml */ `
            <form>
                <header><widget name="city12319_flow_actions"/></header>
                <sheet><field name="name"/></sheet>
            </form>`,
    };
}

defineMailModels();
defineModels([Document]);

function makeAction(code, overrides = {}) {
    return {
        code,
        name: code,
        style: "secondary",
        help: "",
        confirm: false,
        reason: "none",
        reason_label: "",
        attachments: "none",
        version: 1,
        fields: [],
        ...overrides,
    };
}

const mountForm = (params = {}) => mountView({ type: "form", resModel: "flow.document", resId: 1, ...params });
const buttons = () => queryAllTexts(".o_flow_action");

describe("desktop", () => {
    describe.current.tags("desktop");

    test("a button for everything that is possible: main ones first, red ones last", async () => {
        onRpc("flow_actions", ({ args }) => {
            expect.step(args[0]);
            return [
                makeAction("refuse", { style: "danger", reason: "required" }),
                makeAction("note"),
                makeAction("receive", { style: "primary" }),
            ];
        });
        await mountForm();
        await animationFrame();
        expect.verifySteps([[1]]);
        expect(buttons()).toEqual(["receive", "note", "refuse"]);
        expect(".o_flow_action:eq(0)").toHaveClass("btn-primary");
        expect(".o_flow_action:eq(2)").toHaveClass("btn-outline-danger");
        expect(".o_flow_more").toHaveCount(0);
    });

    test("too many buttons go to a menu", async () => {
        onRpc("flow_actions", () => "abcdefgh".split("").map((code) => makeAction(code)));
        await mountForm();
        await animationFrame();
        expect(buttons()).toEqual(["a", "b", "c", "d", "e"]);
        await contains(".o_flow_more").click();
        expect(queryAllTexts(".o_flow_action_item")).toEqual(["f", "g", "h"]);
    });

    test("nothing on a document that is not saved", async () => {
        onRpc("flow_actions", () => expect.step("flow_actions"));
        await mountForm({ resId: false });
        await animationFrame();
        expect(".o_flow_action").toHaveCount(0);
        expect.verifySteps([]);
    });

    test("with the option new: what is possible right after saving, saving first", async () => {
        onRpc("flow_actions", ({ args }) => [makeAction("process", { style: "primary", version: args[0].length ? 1 : 0 })]);
        onRpc("web_save", () => expect.step("web_save"));
        onRpc("advance", ({ args }) => {
            expect.step(["advance", args[1], args[2].expected_version]);
            return true;
        });
        await mountForm({
            resId: false,
            arch: /* xml */ `
                <form>
                    <header><widget name="city12319_flow_actions" options="{'new': True}"/></header>
                    <sheet><field name="name"/></sheet>
                </form>`,
        });
        await animationFrame();
        await contains(".o_field_widget[name=name] input").edit("New one");
        await contains(".o_flow_action").click();
        await animationFrame();
        expect.verifySteps(["web_save", ["advance", "process", 1]]);
    });

    test("an action without questions runs at once and the form loads again", async () => {
        let version = 1;
        onRpc("flow_actions", () => [makeAction(version === 1 ? "receive" : "feedback", { version })]);
        onRpc("advance", ({ args }) => {
            expect.step(args);
            version = 2;
            MockServer.env["flow.document"].write([1], { version: 2 });
            return true;
        });
        onRpc("web_read", () => expect.step("web_read"));
        await mountForm();
        await animationFrame();
        expect.verifySteps(["web_read"]);
        await contains(".o_flow_action").click();
        await animationFrame();
        await animationFrame();
        expect.verifySteps([[[1], "receive", { expected_version: 1 }], "web_read"]);
        expect(".o_notification").toHaveText("Done: receive");
        expect(buttons()).toEqual(["feedback"]);
    });

    test("typed changes are saved before, and what is not possible any more is not done", async () => {
        let saved = false;
        onRpc("flow_actions", () => (saved ? [makeAction("other")] : [makeAction("receive")]));
        onRpc("web_save", () => {
            saved = true;
            expect.step("web_save");
        });
        onRpc("advance", () => expect.step("advance"));
        await mountForm();
        await animationFrame();
        await contains(".o_field_widget[name=name] input").edit("Changed");
        await contains(".o_flow_action").click();
        await animationFrame();
        expect.verifySteps(["web_save"]);
        expect(".o_notification").toHaveText(/not possible any more/);
        expect(buttons()).toEqual(["other"]);
    });

    test("a double click acts once", async () => {
        const answer = new Deferred();
        onRpc("flow_actions", () => [makeAction("receive")]);
        onRpc("advance", async () => {
            expect.step("advance");
            await answer;
            return true;
        });
        await mountForm();
        await animationFrame();
        document.querySelector(".o_flow_action").click();
        document.querySelector(".o_flow_action").click();
        await animationFrame();
        expect(".o_flow_action").not.toBeEnabled();
        answer.resolve();
        await animationFrame();
        expect.verifySteps(["advance"]);
    });

    test("an action that answers with another document opens it", async () => {
        mockService("action", {
            doAction(action) {
                expect.step(action.res_model);
            },
        });
        onRpc("flow_actions", () => [makeAction("process")]);
        onRpc("advance", () => ({ type: "ir.actions.act_window", res_model: "flow.order", res_id: 7 }));
        await mountForm();
        await animationFrame();
        await contains(".o_flow_action").click();
        await animationFrame();
        expect.verifySteps(["flow.order"]);
    });

    test("a document that is out of sight afterwards is left with a word, not with an error", async () => {
        let gone = false;
        onRpc("flow_actions", () => [makeAction("refuse")]);
        onRpc("advance", () => {
            gone = true;
            return true;
        });
        onRpc("search", () => (gone ? [] : [1]));
        onRpc("web_read", () => expect.step("web_read"));
        await mountForm({
            config: { historyBack: () => expect.step("back") },
        });
        await animationFrame();
        await contains(".o_flow_action").click();
        await animationFrame();
        await animationFrame();
        expect.verifySteps(["web_read", "back"]);
        expect(".o_error_dialog").toHaveCount(0);
        expect(".o_notification:contains(no longer visible)").toHaveCount(1);
    });

    test("the same when it vanishes between looking and loading", async () => {
        let gone = false;
        onRpc("flow_actions", () => [makeAction("refuse")]);
        onRpc("advance", () => {
            gone = true;
            return true;
        });
        onRpc("web_read", () => {
            if (gone) {
                throw makeServerError({ type: "AccessError", message: "Not yours" });
            }
        });
        await mountForm({ config: { historyBack: () => expect.step("back") } });
        await animationFrame();
        await contains(".o_flow_action").click();
        await animationFrame();
        await animationFrame();
        expect.verifySteps(["back"]);
        expect(".o_error_dialog").toHaveCount(0);
    });

    test("an action with questions opens the dialog", async () => {
        onRpc("flow_actions", () => [makeAction("refuse", { reason: "required", reason_label: "Reason of refusal" })]);
        onRpc("advance", ({ args }) => {
            expect.step(args[2]);
            return true;
        });
        await mountForm();
        await animationFrame();
        await contains(".o_flow_action").click();
        expect(".o_flow_dialog label[for=o_flow_reason]").toHaveText("Reason of refusal*");
        await contains(".o_flow_reason").edit("not ours");
        await contains(".o_flow_confirm").click();
        await animationFrame();
        expect.verifySteps([{ reason: "not ours", expected_version: 1 }]);
    });
});

describe("mobile", () => {
    describe.current.tags("mobile");

    test("on a phone two buttons stand side by side", async () => {
        onRpc("flow_actions", () => [
            makeAction("receive", { style: "primary" }),
            makeAction("refuse", { style: "danger" }),
        ]);
        await mountForm();
        await animationFrame();
        expect(buttons()).toEqual(["receive", "refuse"]);
        expect(".o_flow_more").toHaveCount(0);
    });

    test("on a phone the main buttons stay and the others go to a menu", async () => {
        onRpc("flow_actions", () => [
            makeAction("receive", { style: "primary" }),
            makeAction("refuse", { style: "danger" }),
            makeAction("note"),
        ]);
        await mountForm();
        await animationFrame();
        expect(buttons()).toEqual(["receive"]);
        await contains(".o_flow_more").click();
        expect(queryAllTexts(".o_flow_action_item")).toEqual(["note", "refuse"]);
    });
});
