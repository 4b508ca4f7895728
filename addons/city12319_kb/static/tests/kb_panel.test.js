import { describe, expect, test } from "@odoo/hoot";
import { queryAllTexts } from "@odoo/hoot-dom";
import { advanceTime, animationFrame } from "@odoo/hoot-mock";
import { contains, defineModels, fields, models, mountView, onRpc } from "@web/../tests/web_test_helpers";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { ConnectionLostError } from "@web/core/network/rpc";
import { LatestRequest } from "@city12319_kb/panel/kb_panel";

describe.current.tags("desktop");

class Ticket extends models.Model {
    _name = "city12319.ticket";
    summary = fields.Char();
    description = fields.Text();
    is_open = fields.Boolean();
    _records = [{ id: 1, summary: "", description: "", is_open: true }];
    _views = {
        form: `<form>
            <field name="summary"/><field name="description"/><field name="is_open" invisible="1"/>
            <widget name="city12319_kb_panel"/>
        </form>`,
    };
}

class Article extends models.Model {
    _name = "city12319.article";
}

defineMailModels();
defineModels([Ticket, Article]);

function article(id, name) {
    return {
        id, name, title: name, snippet: `<mark>${name}</mark>`, kind: "问答", category: "", source_unit: "", document_number: "",
        valid_until: "", visibility: "public", use_count: 0, edition: 1, score: 1,
    };
}

const summary = ".o_field_widget[name='summary'] input";

test("a newer question aborts the older one, whose answer is not used", async () => {
    const sent = [];
    const request = new LatestRequest((url, { args }) => {
        const deferred = Promise.withResolvers();
        deferred.promise.abort = (reject) => expect.step(`abort ${args[0]} ${reject}`);
        sent.push(deferred);
        return deferred.promise;
    });
    const first = request.ask("suggest", ["停"]);
    const second = request.ask("suggest", ["停水"]);
    expect.verifySteps(["abort 停 false"]);
    sent[1].resolve(["b"]);
    expect(await second).toEqual(["b"]);
    sent[0].resolve(["a"]);
    expect(await first).toBe(null);
});

test("without a connection there is no answer, and no error", async () => {
    const request = new LatestRequest(() => Promise.reject(new ConnectionLostError("/")));
    expect(await request.ask("suggest", ["停水"])).toBe(null);
});

test("what is typed is looked up after a pause, without leaving the field", async () => {
    onRpc("city12319.article", "suggest", ({ args }) => {
        expect.step(args[0]);
        return [article(7, "停水怎么办")];
    });
    await mountView({ type: "form", resModel: "city12319.ticket", resId: 1 });
    await contains(summary).edit("停", { confirm: false });
    await advanceTime(400);
    await contains(summary).edit("家里停水", { confirm: false });
    await advanceTime(400);
    expect.verifySteps([]);
    await advanceTime(200);
    await animationFrame();
    expect.verifySteps(["家里停水"]);
    expect(queryAllTexts(".o_kb_found_title")).toEqual(["停水怎么办"]);
    expect(".o_kb_found_snippet mark").toHaveText("停水怎么办");
});

test("an answer is shown before the ticket is closed with it", async () => {
    onRpc("city12319.article", "suggest", () => [article(7, "停水怎么办")]);
    onRpc("city12319.article", "read_aloud", () => ({
        id: 7, name: "停水怎么办", body: "<p>请拨打热线。</p>", text: "请拨打热线。", may_answer: true, files: [], related: [],
    }));
    onRpc("city12319.ticket", "answer_with_article", ({ args }) => {
        expect.step(args);
        return true;
    });
    await mountView({ type: "form", resModel: "city12319.ticket", resId: 1 });
    await contains(summary).edit("家里停水", { confirm: false });
    await advanceTime(600);
    await contains(".o_kb_answer").click();
    await animationFrame();
    expect(".o_kb_dialog_text").toHaveValue("请拨打热线。");
    await contains(".o_kb_dialog_confirm").click();
    await animationFrame();
    expect.verifySteps([[[1], 7, "请拨打热线。"]]);
});

test("an article that is internal cannot be given as the answer", async () => {
    onRpc("city12319.article", "suggest", () => [{ ...article(7, "内部口径"), visibility: "internal" }]);
    await mountView({ type: "form", resModel: "city12319.ticket", resId: 1 });
    await contains(summary).edit("内部口径", { confirm: false });
    await advanceTime(600);
    await animationFrame();
    expect(".o_kb_found").toHaveCount(1);
    expect(".o_kb_answer").toHaveCount(0);
});
