import { describe, expect, test } from "@odoo/hoot";
import { press, queryAllTexts } from "@odoo/hoot-dom";
import { Deferred, advanceTime, animationFrame } from "@odoo/hoot-mock";
import {
    contains,
    defineModels,
    fields,
    makeServerError,
    models,
    mountView,
    onRpc,
} from "@web/../tests/web_test_helpers";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";

describe.current.tags("desktop");

class Caller extends models.Model {
    _name = "city12319.caller";
    name = fields.Char();
    _records = [
        { id: 1, name: "Wang" },
        { id: 2, name: "Li" },
    ];
}

class Ticket extends models.Model {
    _name = "city12319.ticket";
    name = fields.Char();
    phone = fields.Char();
    caller_id = fields.Many2one({ relation: "city12319.caller" });
    caller_name = fields.Char();
    duplicate_of_id = fields.Many2one({ relation: "city12319.ticket" });
    _records = [
        { id: 10, name: "DJ-10" },
        { id: 11, name: "DJ-11" },
        { id: 12, name: "DJ-12", phone: "139" },
    ];
    _views = {
        form: /* xml */ `
            <form>
                <field name="phone"/>
                <field name="caller_id"/>
                <field name="caller_name"/>
                <field name="duplicate_of_id"/>
                <widget name="city12319_caller_panel"/>
            </form>`,
    };
}

defineMailModels();
defineModels([Caller, Ticket]);

const PEOPLE = [
    { id: 1, name: "Wang", phone: "138", vip: false, ticket_count: 2, open_count: 1 },
    { id: 2, name: "Li", phone: "138", vip: true, ticket_count: 0, open_count: 0 },
];

function earlier(id, open, callerId = 1) {
    return {
        id,
        name: `DJ-${id}`,
        reported_at: "2026-07-20 01:00:00",
        summary: `Matter ${id}`,
        category: "Water",
        state: open ? "processing" : "done",
        state_label: open ? "Processing" : "Done",
        stage: "",
        open,
        caller_id: callerId,
    };
}

function answer(overrides = {}) {
    return {
        numbers: [{ e164: "+8613800138000", national: "138 0013 8000", kind: "mobile", location: "Beijing" }],
        people: [],
        tickets: [],
        message: "",
        ...overrides,
    };
}

const mountForm = (params = {}) => mountView({ type: "form", resModel: "city12319.ticket", ...params });
const typePhone = (text) => contains(".o_field_widget[name=phone] input").edit(text, { confirm: false });
const status = () => queryAllTexts(".o_caller_panel_status > span")[0];

async function settle() {
    await advanceTime(300);
    await animationFrame();
}

test("looks up once typing rests, and shows all people without choosing one", async () => {
    onRpc("city12319.caller", "lookup", ({ args }) => {
        expect.step(args[0]);
        return answer({ people: PEOPLE, tickets: [earlier(10, true), earlier(11, false)] });
    });
    await mountForm();
    expect(status()).toMatch(/Type a number/);
    await typePhone("138");
    await advanceTime(200);
    await typePhone("13800138000");
    expect.verifySteps([]);
    await settle();
    expect.verifySteps(["13800138000"]);
    expect(status()).toBe("2 people with this number");
    expect(".o_caller_panel_number").toHaveText("138 0013 8000 · mobile · Beijing");
    expect(queryAllTexts(".o_caller_person_name")).toEqual(["Wang", "Li"]);
    expect(".o_caller_person_chosen").toHaveCount(0);
    expect(".o_field_widget[name=caller_id] input").toHaveValue("");
    expect(queryAllTexts(".o_caller_ticket_summary")).toEqual(["Matter 10", "Matter 11"]);
    expect(".o_caller_ticket_open").toHaveCount(1);
});

test("an answer for an older number is not shown", async () => {
    const slow = new Deferred();
    onRpc("city12319.caller", "lookup", async ({ args }) => {
        expect.step(args[0]);
        if (args[0] === "111") {
            await slow;
            return answer({ people: PEOPLE });
        }
        return answer({ people: [PEOPLE[1]] });
    });
    await mountForm();
    await typePhone("111");
    await settle();
    await typePhone("222");
    await settle();
    expect.verifySteps(["111", "222"]);
    expect(queryAllTexts(".o_caller_person_name")).toEqual(["Li"]);
    slow.resolve();
    await animationFrame();
    expect(queryAllTexts(".o_caller_person_name")).toEqual(["Li"]);
});

test("an answer that comes after the number was deleted is not shown", async () => {
    const slow = new Deferred();
    onRpc("city12319.caller", "lookup", async () => {
        await slow;
        return answer({ people: PEOPLE });
    });
    await mountForm();
    await typePhone("111");
    await settle();
    expect(status()).toBe("Looking up…");
    await typePhone("");
    slow.resolve();
    await settle();
    expect(".o_caller_person").toHaveCount(0);
    expect(status()).toMatch(/Type a number/);
});

test("says what kind of number it is when nobody is known", async () => {
    const answers = {
        1: answer(),
        2: answer({ numbers: [{ e164: "", national: "", kind: "anonymous", location: "" }], message: "Hidden." }),
        3: answer({ numbers: [], message: "Not a number." }),
    };
    onRpc("city12319.caller", "lookup", ({ args }) => answers[args[0]]);
    await mountForm();
    const said = [];
    for (const text of ["1", "2", "3"]) {
        await typePhone(text);
        await settle();
        said.push(status());
    }
    expect(said).toEqual(["New caller: nobody has called from this number yet.", "Hidden.", "Not a number."]);
});

test("a person is chosen with the mouse or with Alt and a digit, and taken back", async () => {
    onRpc("city12319.caller", "lookup", () => answer({ people: PEOPLE }));
    await mountForm();
    await typePhone("138");
    await settle();
    await press(["alt", "2"]);
    await animationFrame();
    expect(".o_field_widget[name=caller_id] input").toHaveValue("Li");
    expect(".o_field_widget[name=caller_name] input").toHaveValue("Li");
    expect(".o_caller_person_chosen").toHaveText(/Li/);
    expect(".o_field_widget[name=phone] input").toHaveValue("138");

    await contains(".o_caller_person:contains(Wang)").click();
    expect(".o_field_widget[name=caller_id] input").toHaveValue("Wang");

    await press(["alt", "0"]);
    await animationFrame();
    expect(".o_field_widget[name=caller_id] input").toHaveValue("");
    expect(".o_field_widget[name=caller_name] input").toHaveValue("");
});

test("who was chosen for one number does not stay for another one", async () => {
    onRpc("city12319.caller", "lookup", ({ args }) => (args[0] === "138" ? answer({ people: PEOPLE }) : answer()));
    await mountForm();
    await typePhone("138");
    await settle();
    await contains(".o_caller_person:contains(Wang)").click();
    await typePhone("139");
    await settle();
    await animationFrame();
    expect(".o_field_widget[name=caller_id] input").toHaveValue("");
    expect(".o_field_widget[name=caller_name] input").toHaveValue("");
});

test("an earlier ticket is linked as the same case, and the link taken back", async () => {
    onRpc("city12319.caller", "lookup", () => answer({ people: PEOPLE, tickets: [earlier(10, true)] }));
    onRpc("web_save", ({ args }) => expect.step(args[1].duplicate_of_id));
    await mountForm();
    await typePhone("138");
    await settle();
    await contains(".o_caller_ticket_link").click();
    expect(".o_field_widget[name=duplicate_of_id] input").toHaveValue("DJ-10");
    await contains(".o_caller_ticket_link").click();
    expect(".o_field_widget[name=duplicate_of_id] input").toHaveValue("");
    await contains(".o_caller_ticket_link").click();
    await contains(".o_form_button_save").click();
    expect.verifySteps([10]);
});

test("a saved ticket shows its caller at once, without itself in the list", async () => {
    onRpc("city12319.caller", "lookup", ({ args }) => {
        expect.step(args[0]);
        return answer({ people: PEOPLE, tickets: [earlier(12, true), earlier(10, false)] });
    });
    await mountForm({ resId: 12 });
    await animationFrame();
    expect.verifySteps(["139"]);
    expect(queryAllTexts(".o_caller_ticket_summary")).toEqual(["Matter 10"]);
});

test("whoever may not look up callers sees nothing of it", async () => {
    onRpc("city12319.caller", "lookup", () => {
        throw makeServerError({ type: "AccessError", message: "no" });
    });
    await mountForm({ resId: 12 });
    await animationFrame();
    expect(".o_caller_panel").toHaveClass("d-none");
    expect(".o_error_dialog").toHaveCount(0);
});
