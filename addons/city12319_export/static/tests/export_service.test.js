import { beforeEach, describe, expect, test } from "@odoo/hoot";
import { allowTranslations } from "@web/../tests/web_test_helpers";
import { Exports } from "@city12319_export/export_menu/export_service";
import { filterInWords } from "@city12319_export/export_dialog/list_export";

describe.current.tags("desktop");
beforeEach(allowTranslations);

const JOB = { id: 7, name: "登记单", state: "running", total: 10, written: 5, progress: 50, url: "", message: "" };

function exportsWith(answers = {}) {
    const orm = { call: async (model, method) => answers[method], silent: { call: async () => answers.mine || [] } };
    const notification = {
        add(message, options) {
            expect.step(`${options.type}: ${message}`);
            return () => {};
        },
    };
    const action = { doAction: (request) => expect.step(request.url) };
    return new Exports({ orm, notification, action });
}

test("a file that is made at once is fetched at once, and announced no second time", async () => {
    const done = { ...JOB, state: "done", url: "/web/content/1" };
    const exports = exportsWith({ start: done });
    await exports.start({});
    exports.receive(done);
    expect.verifySteps(["/web/content/1"]);
    expect(exports.active).toEqual([]);
});

test("a file that is made in the background is announced once when it is ready", async () => {
    const exports = exportsWith({ start: { ...JOB, state: "waiting" } });
    await exports.start({});
    exports.receive(JOB);
    expect(exports.active.map((job) => job.written)).toEqual([5]);
    const done = { ...JOB, state: "done", url: "/web/content/1" };
    exports.receive(done);
    exports.receive(done);
    expect.verifySteps([
        "info: The export is under way. You are told here when the file is ready.", "success: 10 rows. The file is ready.",
    ]);
});

test("a failed export says why", () => {
    const exports = exportsWith();
    exports.receive({ ...JOB, state: "failed", message: "too many" });
    expect.verifySteps(["danger: too many"]);
});

test("the filter is told in words, without groups", () => {
    const facets = [
        { type: "field", title: "Number", values: ["DJ1", "DJ2"] }, { type: "filter", values: ["Open"] },
        { type: "groupBy", values: ["Area"] },
    ];
    expect(filterInWords({ facets })).toBe("Number: DJ1 or DJ2 · Open");
});
