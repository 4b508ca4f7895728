import { beforeEach, describe, expect, test } from "@odoo/hoot";
import { press, queryAllTexts, queryOne } from "@odoo/hoot-dom";
import { Deferred, animationFrame } from "@odoo/hoot-mock";
import {
    contains,
    defineModels,
    fields,
    getService,
    makeServerError,
    models,
    mountWithCleanup,
    onRpc,
} from "@web/../tests/web_test_helpers";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { MainComponentsContainer } from "@web/core/main_components_container";
import { ConnectionLostError } from "@web/core/network/rpc";
import { FlowDialog } from "@city12319_flow/flow_actions/flow_dialog";
import { describeFields, namesIn } from "@city12319_flow/flow_actions/flow_fields";

describe.current.tags("desktop");

class Department extends models.Model {
    _name = "flow.department";
    name = fields.Char();
    kind = fields.Char();
    _records = [
        { id: 1, name: "Water", kind: "works" },
        { id: 2, name: "Sanitation", kind: "works" },
        { id: 3, name: "Archive", kind: "office" },
    ];
}

defineMailModels();
defineModels([Department]);

const INFOS = {
    department_id: {
        type: "many2one",
        string: "Department",
        relation: "flow.department",
        domain: "[('kind', '=', kind)]",
    },
    assist_ids: { type: "many2many", string: "Assisting", relation: "flow.department" },
    level: { type: "selection", string: "Level", selection: [["a", "Normal"], ["b", "Urgent"]] }, // prettier-ignore
    result: { type: "text", string: "Result" },
    score: { type: "float", string: "Score" },
    due: { type: "date", string: "Due" },
    kind: { type: "char", string: "Kind" },
};

function ask(name, value = false, required = false) {
    const info = { readonly: false, required: false, searchable: true, sortable: true, ...INFOS[name], name };
    return { name, required, model: "flow.document", info, value };
}

function makeAction(overrides = {}) {
    return {
        code: "dispatch",
        name: "Dispatch",
        style: "primary",
        help: "",
        confirm: false,
        reason: "none",
        reason_label: "",
        attachments: "none",
        version: 3,
        fields: [],
        ...overrides,
    };
}

async function openDialog(action, props = {}) {
    getService("dialog").add(FlowDialog, {
        action: makeAction(action),
        resModel: "flow.document",
        execute: async () => true,
        ...props,
    });
    await animationFrame();
    await animationFrame();
}

beforeEach(() => mountWithCleanup(MainComponentsContainer));

test("shows title, help, fields with their values, and focuses the first one", async () => {
    await openDialog({
        help: "Choose who handles it.",
        fields: [
            ask("result", "so far", true),
            ask("department_id", { id: 2, display_name: "Sanitation" }),
            ask("assist_ids", [{ id: 1, display_name: "Water" }]),
            ask("score", 2.5),
            ask("due", "2026-07-21"),
        ],
    });
    expect(".o_flow_dialog .modal-title").toHaveText("Dispatch");
    expect(".o_flow_dialog p.text-muted").toHaveText("Choose who handles it.");
    expect(queryAllTexts(".o_flow_field label.form-label")).toEqual(["Result*", "Department", "Assisting", "Score", "Due"]);
    expect("[data-field=result] textarea").toHaveValue("so far");
    expect("[data-field=result] textarea").toBeFocused();
    expect("[data-field=department_id] input").toHaveValue("Sanitation");
    expect("[data-field=assist_ids] .o_tag").toHaveText("Water");
    expect("[data-field=score] input").toHaveValue("2.50");
    expect(".o_field_invalid").toHaveCount(0, { message: "nothing is red before the person confirms" });
});

test("missing values are marked and nothing is sent", async () => {
    await openDialog(
        {
            reason: "required",
            attachments: "required",
            fields: [ask("department_id", false, true), ask("result", "  ", true), ask("level", false, true)],
        },
        { execute: () => expect.step("execute") }
    );
    await contains(".o_flow_confirm").click();
    await animationFrame();
    expect(".o_flow_field .o_field_invalid").toHaveCount(3);
    expect(".o_flow_field .invalid-feedback").toHaveCount(3);
    expect(".o_flow_reason").toHaveClass("is-invalid");
    expect(".o_flow_files_invalid").toHaveCount(1);
    expect("[data-field=department_id] input").toBeFocused();
    expect.verifySteps([]);

    await contains("[data-field=result] textarea").edit("done");
    expect("[data-field=result] .o_field_invalid").toHaveCount(0);
    await contains(".o_flow_reason").edit("because");
    expect(".o_flow_reason").not.toHaveClass("is-invalid");
});

test("a value that cannot be read is refused, an unset number is not", async () => {
    await openDialog(
        { fields: [ask("score", 0, true)] },
        { execute: (values) => expect.step(values) }
    );
    await contains("[data-field=score] input").edit("abc");
    await contains(".o_flow_confirm").click();
    expect(".o_flow_field .invalid-feedback").toHaveText("This is not a valid value.");
    expect.verifySteps([]);
    await contains("[data-field=score] input").edit("0");
    await contains(".o_flow_confirm").click();
    expect.verifySteps([{ score: 0 }]);
});

test("sends what stands in the dialog, as the server takes it", async () => {
    await openDialog(
        {
            reason: "optional",
            fields: [
                ask("department_id", { id: 1, display_name: "Water" }, true),
                ask("assist_ids", [{ id: 1, display_name: "Water" }]),
                ask("due", "2026-07-21", true),
                ask("level", "a", true),
                ask("result", "as proposed"),
                ask("kind"),
            ],
        },
        {
            execute: async (values, action) => expect.step([values, action.version]),
            onDone: () => expect.step("done"),
            evalContext: { kind: "works" },
        }
    );
    await contains("[data-field=assist_ids] input").click();
    await contains(".o-autocomplete--dropdown-item:contains(Sanitation)").click();
    await contains("[data-field=level] input[data-value='b']").click();
    await contains(".o_flow_reason").edit("  in a hurry  ");
    await contains(".o_flow_confirm").click();
    await animationFrame();
    expect.verifySteps([
        [
            {
                department_id: 1,
                assist_ids: [1, 2],
                due: "2026-07-21",
                level: "b",
                result: "as proposed",
                reason: "in a hurry",
            },
            3,
        ],
        "done",
    ]);
    expect(".o_dialog").toHaveCount(0);
});

test("what was emptied is sent as empty", async () => {
    await openDialog({ fields: [ask("result", "old")] }, { execute: async (values) => expect.step(values) });
    await contains("[data-field=result] textarea").edit("");
    await contains(".o_flow_confirm").click();
    expect.verifySteps([{ result: false }]);
});

test("domains may name fields of the document that are not in the dialog", async () => {
    onRpc("flow.department", "web_name_search", ({ kwargs }) => expect.step(kwargs.domain));
    await openDialog({ fields: [ask("department_id")] }, { evalContext: { kind: "office" } });
    await contains("[data-field=department_id] input").click();
    await animationFrame();
    expect.verifySteps([[["kind", "=", "office"]]]);
    expect(".o-autocomplete--dropdown-item:contains(Archive)").toHaveCount(1);
    expect(".o-autocomplete--dropdown-item:contains(Water)").toHaveCount(0);
});

test("what the server refuses is shown inside and nothing that was typed is lost", async () => {
    let refuse = true;
    await openDialog(
        { reason: "required", fields: [ask("result", false, true), ask("department_id")] },
        {
            evalContext: { kind: "works" },
            execute: async (values) => {
                expect.step(values);
                if (refuse) {
                    throw makeServerError({ message: "The department is on holiday.\nChoose another one." });
                }
            },
        }
    );
    await contains("[data-field=result] textarea").edit("long text");
    await contains("[data-field=department_id] input").click();
    await contains(".o-autocomplete--dropdown-item:contains(Water)").click();
    await contains(".o_flow_reason").edit("long reason");
    await contains(".o_flow_confirm").click();
    await animationFrame();
    expect.verifySteps([{ result: "long text", department_id: 1, reason: "long reason" }]);
    expect(".o_flow_error").toHaveText("The department is on holiday.\nChoose another one.");
    expect(".o_dialog").toHaveCount(1);
    expect("[data-field=result] textarea").toHaveValue("long text");
    expect("[data-field=department_id] input").toHaveValue("Water");
    expect(".o_flow_reason").toHaveValue("long reason");

    refuse = false;
    await contains(".o_flow_confirm").click();
    await animationFrame();
    expect.verifySteps([{ result: "long text", department_id: 1, reason: "long reason" }]);
    expect(".o_dialog").toHaveCount(0);
});

test("a lost connection keeps the dialog open as well", async () => {
    await openDialog(
        { reason: "required" },
        {
            execute: async () => {
                throw new ConnectionLostError("/web");
            },
        }
    );
    await contains(".o_flow_reason").edit("typed in the field");
    await contains(".o_flow_confirm").click();
    await animationFrame();
    expect(".o_flow_error").toHaveText(/No connection/);
    expect(".o_flow_reason").toHaveValue("typed in the field");
    expect(".o_flow_confirm").toBeEnabled();
});

test("a document that has moved on: the next try carries the version that was shown", async () => {
    const versions = [];
    await openDialog(
        { reason: "optional" },
        {
            execute: async (values, action) => {
                versions.push(action.version);
                if (action.version === 3) {
                    throw makeServerError({ message: "It has changed." });
                }
            },
            refresh: async () => makeAction({ reason: "optional", version: 5 }),
            onFailed: () => expect.step("reload"),
        }
    );
    await contains(".o_flow_confirm").click();
    await animationFrame();
    expect(".o_flow_error").toHaveText(/It has changed\..*moved on meanwhile/s);
    expect.verifySteps(["reload"]);
    await contains(".o_flow_confirm").click();
    await animationFrame();
    expect(versions).toEqual([3, 5]);
    expect(".o_dialog").toHaveCount(0);
});

test("a step that is no longer possible cannot be confirmed again", async () => {
    await openDialog(
        { reason: "optional" },
        {
            execute: async () => {
                throw makeServerError({ message: "Too late." });
            },
            refresh: async () => undefined,
        }
    );
    await contains(".o_flow_reason").edit("my text");
    await contains(".o_flow_confirm").click();
    await animationFrame();
    expect(".o_flow_error").toHaveText(/no longer possible/);
    expect(".o_flow_confirm").not.toBeEnabled();
    expect(".o_flow_reason").toHaveValue("my text");
});

test("runs only once however often it is confirmed", async () => {
    const answer = new Deferred();
    await openDialog(
        { reason: "optional" },
        {
            execute: async () => {
                expect.step("execute");
                await answer;
            },
        }
    );
    queryOne(".o_flow_confirm").click();
    queryOne(".o_flow_confirm").click();
    await animationFrame();
    expect(".o_flow_confirm").not.toBeEnabled();
    expect(".o_flow_cancel").not.toBeEnabled();
    await press(["control", "enter"]);
    answer.resolve();
    await animationFrame();
    await animationFrame();
    expect.verifySteps(["execute"]);
    expect(".o_dialog").toHaveCount(0);
});

test("Ctrl+Enter confirms, Esc cancels", async () => {
    const props = { execute: async (values) => expect.step(values) };
    await openDialog({ reason: "required" }, props);
    await contains(".o_flow_reason").edit("by keyboard", { confirm: false });
    await press(["control", "enter"]);
    await animationFrame();
    await animationFrame();
    expect.verifySteps([{ reason: "by keyboard" }]);
    expect(".o_dialog").toHaveCount(0);

    await openDialog({ reason: "required" }, props);
    await press("escape");
    await animationFrame();
    expect(".o_dialog").toHaveCount(0);
    expect.verifySteps([]);
});

test("names in a domain are found, strings are not", () => {
    const names = namesIn("[('parent_id', 'child_of', area_id), ('x', 'in', [a, b.c])]");
    expect([...names].sort()).toEqual(["a", "area_id", "b"]);
});

test("required choices of few values are radio buttons, others keep their field", () => {
    const { fieldNodes, activeFields } = describeFields(
        [ask("level", false, true), ask("department_id", false, true), ask("assist_ids")],
        "flow.document"
    );
    expect(fieldNodes.level.widget).toBe("radio");
    expect(fieldNodes.department_id.widget).toBe(null);
    expect(fieldNodes.assist_ids.widget).toBe("many2many_tags");
    expect(activeFields.department_id.required).toBe("False");
});
