"""Quality check of calls: scored by a checker who hears the recording, read and appealed by the agent, decided by a leader."""

import re

from journey import Person
from playwright.sync_api import expect

CHECK = "city12319.quality.check"
PLAYED = """element => new Promise((resolve, reject) => {
    element.addEventListener("loadeddata", () => resolve(element.duration));
    element.addEventListener("error", () => reject(new Error("the recording cannot be played")));
    element.load();
})"""


def open_check(server, login, **domain):
    """Number and id of a check that this person may see."""
    [check] = server.rpc(login).call(CHECK, "search_read", [[name, "=", value] for name, value in domain.items()],
                                     ["name", "agent_id", "call_id"], limit=1)
    return check


def test_from_the_score_to_the_decision(server, page_as):
    check = open_check(server, "quality", state="draft")
    checker = Person(page_as, "quality").open(f"/odoo/quality-checks/{check['id']}")
    submit = checker.page.locator("[name='action_submit']")
    assert checker.page.locator("audio").evaluate(PLAYED) > 1

    line = checker.page.locator(".o_field_widget[name='line_ids'] .o_data_row").first
    line.locator("[name='points']").click()
    line.locator("[name='points'] input").fill("5")
    line.locator("[name='note'] input").fill("未报工号")
    checker.page.locator("[name='comment'] textarea").click()
    expect(checker.field("score")).to_have_text("97.00")  # the row is worked out: until then it may take the cursor back
    checker.page.locator("[name='comment'] textarea").fill("沟通耐心，注意开场用语。")
    submit.click()
    checker.page.locator(".modal .btn-primary").click()
    expect(submit).to_have_count(0)
    heard = server.rpc("shiftleader").call("city12319.recording.access", "search_count", [
        ["call_id", "=", check["call_id"][0]], ["user_id", "=", server.rpc("quality").uid],
    ])
    assert heard >= 1

    login = next(name for name in ("agent1", "agent2") if server.rpc(name).uid == check["agent_id"][0])
    agent = Person(page_as, login, "phone").open(f"/odoo/quality-mine/{check['id']}")
    expect(agent.page.locator("[name='comment']")).to_contain_text("沟通耐心")
    agent.page.locator("[name='action_reply']:visible").click()
    agent.page.locator(".modal [name='text'] textarea").fill("开场已报工号")
    agent.page.locator(".modal [name='action_appeal']").click()
    expect(agent.page.locator("[name='appeal_reason']")).to_contain_text("开场已报工号")

    leader = Person(page_as, "shiftleader").open(f"/odoo/quality/{check['id']}")
    leader.page.locator("[name='action_reply']:visible").click()
    leader.page.locator(".modal [name='score'] input").fill("100")
    leader.page.locator(".modal [name='text'] textarea").fill("录音证实")
    leader.page.locator(".modal [name='action_change']").click()
    expect(leader.page.locator(".o_field_widget[name='decision']")).to_be_visible()
    [done] = server.rpc(login).call(CHECK, "read", [check["id"]], ["state", "final_score", "decision", "passed"])
    assert (done["state"], done["final_score"], done["decision"], done["passed"]) == ("final", 100, "changed", True)


def test_a_sample_is_drawn_by_rule_and_proved(server, page_as):
    leader = Person(page_as, "shiftleader").open("/odoo/quality-rules")
    leader.page.locator(".o_data_row", has_text="不满意").locator("[name='name']").click()
    leader.page.locator("[name='action_draw']").click()
    leader.page.locator(".modal .btn-primary").click()
    leader.page.locator("[name='action_draw_again']").click()
    expect(leader.page.locator(".o_notification_bar.bg-success").first).to_be_attached()
    assert re.search(r"/quality-rules|/action", leader.page.url)
