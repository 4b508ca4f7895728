import { describe, expect, test } from "@odoo/hoot";
import { advanceTime, animationFrame } from "@odoo/hoot-mock";
import { mockService, onRpc, serverState } from "@web/../tests/web_test_helpers";
import { Notices } from "@city12319_intake/notice/notice_service";
import { click, contains, defineMailModels, start, startServer } from "@mail/../tests/mail_test_helpers";

describe.current.tags("desktop");
defineMailModels();

const NOTICE = { title: "催办 CB1", body: "LA20261124-0001 井盖缺失", urgent: false, model: "res.partner", ids: [7], inbox: false };

async function tell(...notices) {
    const pyEnv = await startServer();
    await start();
    for (const notice of notices) {
        pyEnv["bus.bus"]._sendone(serverState.partnerId, "city12319.notice", { ...NOTICE, ...notice });
    }
}

test("a notice pops up with a button that opens the record, and goes by itself", async () => {
    mockService("action", {
        doAction(action) {
            expect.step([action.res_model, action.res_id, action.views[0][1]]);
        },
    });
    await tell({});
    await contains(".o_city_notice", { text: "催办 CB1. LA20261124-0001 井盖缺失" });
    await click(".o_city_notice .o_notification_buttons button", { text: "Open it" });
    await contains(".o_city_notice", { count: 0 });
    expect.verifySteps([["res.partner", 7, "form"]]);
});

test("a notice about several records opens their list", async () => {
    mockService("action", {
        doAction(action) {
            expect.step(action.domain);
        },
    });
    await tell({ ids: [7, 8] });
    await click(".o_city_notice button", { text: "Show list" });
    await contains(".o_city_notice", { count: 0 });
    expect.verifySteps([[["id", "in", [7, 8]]]]);
});

test("an urgent notice stays, another one goes after a while", async () => {
    await tell({ title: "一般" }, { title: "紧急", urgent: true });
    await contains(".o_city_notice", { count: 2 });
    await advanceTime(20000);
    await animationFrame();
    await contains(".o_city_notice", { count: 1, text: "紧急. LA20261124-0001 井盖缺失" });
    await click(".o_city_notice .o_notification_close");
    await contains(".o_city_notice", { count: 0 });
});

test("on a phone a notice goes by itself wherever the finger was last, an urgent one stays", async () => {
    const notification = {
        add: (body, { title, onClose }) => () => {
            expect.step(title);
            onClose();
        },
    };
    const notices = new Notices({ notification, isSmall: () => true });
    notices.receive({ ...NOTICE, title: "一般" });
    await advanceTime(6000);
    expect.verifySteps(["一般"]);
    notices.receive({ ...NOTICE, title: "紧急", urgent: true });
    await advanceTime(20000);
    expect.verifySteps([]);
});

test("never more than three stand on the page: the oldest makes room", async () => {
    await tell(...[1, 2, 3, 4, 5].map((number) => ({ title: `第${number}条`, urgent: true })));
    await contains(".o_city_notice", { text: "第5条. LA20261124-0001 井盖缺失" });
    await contains(".o_city_notice", { count: 3 });
    await contains(".o_city_notice", { count: 0, text: "第2条. LA20261124-0001 井盖缺失" });
});

test("a notice without a record has no button; the inbox is counted once for many", async () => {
    onRpc("/mail/data", async (request) => {
        const { params } = await request.json();
        if (params.fetch_params.includes("init_messaging")) {
            expect.step("inbox");
        }
    });
    await tell({ ids: [], inbox: true }, { ids: [], inbox: true });
    await contains(".o_city_notice", { count: 2 });
    await contains(".o_city_notice .o_notification_buttons", { count: 0 });
    expect.verifySteps(["inbox"]); // of the start
    await advanceTime(3000);
    await animationFrame();
    expect.verifySteps(["inbox"]);
});

test("a notice that asks for a receipt has a button that gives it", async () => {
    onRpc("res.partner", "receive_it", ({ args }) => {
        expect.step(args[0]);
        return true;
    });
    await tell({ receipt: "receive_it", urgent: true });
    await click(".o_city_notice button", { text: "Confirm receipt" });
    await contains(".o_city_notice", { count: 0 });
    expect.verifySteps([[7]]);
});
