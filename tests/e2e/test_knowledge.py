"""The knowledge base at the screen: found, told, answered with; written by one and approved by another; corrected, expired."""

import re

from journey import TICKET, Person
from playwright.sync_api import expect

ARTICLE = "city12319.article"


def publish(server, title, body, **values):
    """An article that the editor wrote and the approver approved; returns its id."""
    editor = server.rpc("kbeditor")
    [article] = editor.call(ARTICLE, "create", [{"name": title, "body": body, **values}])
    editor.call(ARTICLE, "advance", [article], "submit")
    server.rpc("kbapprover").call(ARTICLE, "advance", [article], "approve")
    return article


def found(person, article):
    return person.page.locator(f".o_kb_found[data-id='{article}']")


def test_search_by_one_character_pinyin_and_on_the_phone(server, staff):
    article = publish(server, "端到端：共享单车淤积怎么办？", "<p>请说明路口，运营企业两小时内清运。</p>", keywords="单车 淤积")
    for viewport in ("desktop", "phone"):
        agent = staff("agent1", viewport).open("/odoo/knowledge-search")
        box = agent.page.locator(".o_kb_search_input")
        for words in ("淤", "gongxiangdanche", "yuji 单车"):
            box.fill(words)
            expect(found(agent, article)).to_be_visible()
        found(agent, article).locator(".o_kb_found_main").click()
        expect(found(agent, article).locator(".o_kb_reading")).to_contain_text("两小时内清运")
        width = agent.page.evaluate("document.querySelector('.o_kb_search_page').scrollWidth - window.innerWidth")
        assert width <= 0, "nothing sticks out to the side"
        box.fill("没有任何文章会有的词句啊")
        expect(agent.page.locator(".o_kb_nothing")).to_be_visible()


def test_what_is_typed_finds_the_answer_that_closes_the_ticket(server, page_as):
    article = publish(
        server, "端到端：喷泉什么时候开放？", "<p>音乐喷泉每晚八点开放，雨天停开。</p>", keywords="音乐喷泉 开放时间")
    agent = Person(page_as, "agent1").open("/odoo/new-ticket")
    agent.fill(phone="13612345999", caller_name="李先生", summary="询问广场音乐喷泉开放时间")
    expect(found(agent, article)).to_be_visible()
    found(agent, article).locator(".o_kb_answer").click()
    expect(agent.page.locator(".o_kb_dialog_text")).to_have_value(re.compile("每晚八点"))
    with agent.page.expect_response(re.compile("/answer_with_article$")):
        agent.page.locator(".o_kb_dialog_confirm").click()
    agent.settle()
    [ticket] = server.rpc("admin").call(TICKET, "search_read", [["summary", "=", "询问广场音乐喷泉开放时间"]],
                                        ["stage_code", "answer", "article_use_ids"])
    assert ticket["stage_code"] == "answered"
    assert "每晚八点" in ticket["answer"]
    assert ticket["article_use_ids"], "which article answered it is kept"


def test_written_reviewed_published_revised_compared_and_expired(server, staff):
    editor = staff("kbeditor").open("/odoo/knowledge-edit")
    editor.page.locator(".o_list_button_add, .o-kanban-button-new").first.click()
    editor.field("name").locator("textarea, input").fill("端到端：垃圾分类驿站开放时间")
    body = editor.field("body").locator(".odoo-editor-editable")
    body.click()
    editor.page.keyboard.type("每天七点到九点。")
    editor.save()
    editor.act("submit")
    expect(editor.field("body")).to_contain_text("每天七点到九点")
    [article] = server.rpc("admin").call(ARTICLE, "search", [["name", "=", "端到端：垃圾分类驿站开放时间"]])
    agent = server.rpc("agent1")
    assert not agent.call(ARTICLE, "search", [["id", "=", article]]), "readers see nothing before it is approved"

    approver = staff("kbapprover").open("/odoo/knowledge-approve")
    approver.rows("垃圾分类驿站").first.click()
    approver.act("approve")
    assert agent.call(ARTICLE, "search", [["id", "=", article]])

    client = server.rpc("kbeditor")
    client.call(ARTICLE, "advance", [article], "revise")
    [revision] = client.call(ARTICLE, "search", [["revises_id", "=", article], ["state", "=", "draft"]])
    client.call(ARTICLE, "write", [revision], {"body": "<p>每天六点到十点。</p>"})
    assert "七点" in agent.call(ARTICLE, "read", [article], ["body"])[0]["body"], "readers keep the published text"
    client.call(ARTICLE, "advance", [revision], "submit")
    approver.open(f"/odoo/knowledge-approve/{revision}")
    approver.page.locator("button[name='action_open_compare']").click()
    compare = approver.page.locator(".modal, .o_form_view").filter(has_text="六点").last
    expect(compare).to_contain_text("七点")
    server.rpc("kbapprover").call(ARTICLE, "advance", [revision], "approve")
    assert "六点" in agent.call(ARTICLE, "read", [article], ["body"])[0]["body"]

    server.rpc("kbapprover").call(ARTICLE, "advance", [article], "withdraw", {"reason": "驿站撤销"})
    reader = staff("agent1").open("/odoo/knowledge-search")
    reader.page.locator(".o_kb_search_input").fill("垃圾分类驿站开放时间")
    expect(reader.page.locator("[data-status]").first).not_to_have_attribute("data-status", "idle")
    reader.settle()
    expect(found(reader, article)).to_have_count(0)


def test_a_correction_becomes_a_task_of_the_owner(server, staff):
    article = publish(server, "端到端：健身步道几点关灯？", "<p>晚上九点。</p>")
    agent = staff("agent1").open("/odoo/knowledge-search")
    agent.page.locator(".o_kb_search_input").fill("健身步道几点关灯")
    found(agent, article).locator(".o_kb_wrong").click()
    agent.page.locator(".o_kb_dialog_text").fill("现在是晚上十点")
    agent.page.locator(".o_kb_dialog_confirm").click()
    expect(agent.page.locator(".o_kb_dialog_text")).to_have_count(0)
    [feedback] = server.rpc("kbeditor").call(
        "city12319.article.feedback", "search_read", [["article_id", "=", article]], ["verdict", "text"])
    assert feedback["verdict"] == "wrong" and "晚上十点" in feedback["text"]
    assert server.rpc("kbeditor").call("mail.activity", "search", [
        ["res_model", "=", ARTICLE], ["res_id", "=", article], ["user_id", "=", server.rpc("kbeditor").uid]])


def test_a_new_notice_stays_on_the_home_page_until_it_was_read(server, staff):
    article = publish(server, "端到端：今晚停水通知", "<p>十点起。</p>", kind="notice")
    agent = staff("agent2").open("/odoo/my-day")
    news = agent.page.locator(f".o_my_day_news [data-id='{article}']")
    expect(news).to_be_visible()
    news.locator(".o_my_day_main").click()
    expect(agent.field("body")).to_contain_text("十点起")
    agent.open("/odoo/my-day")
    agent.settle()
    expect(news).to_have_count(0)
