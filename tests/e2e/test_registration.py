"""What happens while an agent takes a call: numbers, people, confidentiality, and forms that are not complete."""

import itertools
import time

import pytest
from journey import ORDER, TICKET
from playwright.sync_api import expect
from running_server import RpcError

NUMBERS = itertools.count(int(time.time()) % 10**6 * 100)


@pytest.fixture
def number():
    """A mobile number that nobody has called from."""
    return f"166{next(NUMBERS):08}"


@pytest.fixture
def agent(staff):
    return staff("agent1").open("/odoo/new-ticket")


def people(agent, count):
    """The people whom the panel beside the form shows for the number."""
    found = agent.page.locator(".o_caller_person")
    expect(found).to_have_count(count)
    return found


def chosen(agent):
    return agent.page.locator(".o_caller_person_chosen")


def test_unknown_number_is_said_while_typing_and_becomes_a_caller(agent, facts, number):
    status = agent.page.locator(".o_caller_panel_status .fa-user-plus")
    agent.field("phone").locator("input").press_sequentially(number)
    expect(status).to_be_visible()
    people(agent, 0)
    agent.fill(caller_name="新来电人", summary="井盖松动异响")
    agent.save()
    ticket = facts.read(TICKET, agent.value("name"), "caller_id", "phone_sanitized", "stage_code", "state")
    assert ticket["phone_sanitized"] == f"+86{number}" and ticket["caller_id"]
    assert (ticket["stage_code"], ticket["state"]) == ("registered", "processing")


def test_number_of_several_people_shows_all_and_chooses_none(agent, facts, number):
    earlier = facts.register("agent2", phone=number, caller_name="张大爷", summary="楼道灯不亮")
    facts.register("agent2", phone=number, caller_name="张奶奶", summary="楼下积水")
    agent.fill(phone=f"+86 {number[:3]} {number[3:7]} {number[7:]}")
    found = people(agent, 2)
    expect(chosen(agent)).to_have_count(0)
    expect(agent.page.locator(".o_caller_ticket")).to_have_count(2)

    found.filter(has_text="张奶奶").click()
    expect(chosen(agent)).to_contain_text("张奶奶")
    assert agent.value("caller_name") == "张奶奶"
    agent.page.keyboard.press("Alt+0")  # somebody else after all
    expect(chosen(agent)).to_have_count(0)
    key = found.filter(has_text="张大爷").get_attribute("data-key")
    agent.page.keyboard.press(f"Alt+{key}")
    expect(chosen(agent)).to_contain_text("张大爷")

    agent.page.locator(".o_caller_ticket", has_text=earlier).locator(".o_caller_ticket_link").click()
    agent.fill(summary="楼道灯还是不亮, 已有三天", address="幸福小区6栋2单元",
               description="二层至四层楼道灯全部不亮, 老人上下楼不便。",
               category_id=facts.name_of("city12319.category", ["code", "=", "property"]))
    agent.page.set_viewport_size({"width": 1366, "height": 900})
    agent.picture("ticket")
    agent.save()
    ticket = facts.read(TICKET, agent.value("name"), "caller_id", "duplicate_of_id")
    assert ticket["duplicate_of_id"][1] == earlier
    assert ticket["caller_id"] == facts.read(TICKET, earlier, "caller_id")["caller_id"]


def test_earlier_ticket_opens_for_reading(agent, facts, number):
    earlier = facts.register("agent2", phone=number, caller_name="赵先生", summary="施工噪音扰民")
    agent.fill(phone=number)
    agent.page.locator(".o_caller_ticket", has_text=earlier).locator(".o_caller_ticket_main").click()
    dialog = agent.page.locator(".modal .o_form_view")
    expect(dialog.locator("[name=summary]").first).to_contain_text("施工噪音扰民")
    expect(dialog.locator("[name=summary] input")).to_have_count(0)
    expect(dialog.locator(".o_flow_action")).to_have_count(0)
    agent.page.keyboard.press("Escape")
    expect(agent.page.locator(".modal")).to_have_count(0)
    assert agent.value("phone") == number


def test_caller_who_hides_the_number_is_registered_without_a_caller(agent, facts):
    agent.fill(phone="匿名", summary="举报夜间倾倒渣土")
    expect(agent.page.locator(".o_caller_panel_status .fa-user-secret")).to_be_visible()
    agent.save()
    ticket = facts.read(TICKET, agent.value("name"), "caller_id", "phone_sanitized")
    assert not ticket["caller_id"] and not ticket["phone_sanitized"]


def test_two_numbers_in_one_field_are_both_looked_up(agent, facts, number):
    other = f"166{next(NUMBERS):08}"
    facts.register("agent2", phone=number, caller_name="周女士")
    facts.register("agent2", phone=other, caller_name="吴先生")
    agent.fill(phone=f"{number} / {other}")
    people(agent, 2)
    agent.fill(summary="两个号码的来电")
    agent.save()
    assert facts.read(TICKET, agent.value("name"), "phone_sanitized")["phone_sanitized"] == f"+86{number}"


def test_missing_summary_shows_where_and_nothing_is_saved(agent, facts, server, number):
    agent.fill(phone=number, address="和平路18号")
    agent.page.locator(".o_ticket_save").click()
    expect(agent.page.locator(".o_field_invalid[name=summary]")).to_be_visible()
    expect(agent.page.locator(".o_notification:not(.o_city_notice)")).to_be_visible()
    assert facts.as_("admin").call(TICKET, "search_count", [["phone_sanitized", "=", f"+86{number}"]]) == 0
    assert agent.value("address") == "和平路18号"
    agent.fill(summary="路面塌陷")
    expect(agent.page.locator(".o_field_invalid")).to_have_count(0)
    agent.save()
    assert facts.read(TICKET, agent.value("name"), "address")["address"] == "和平路18号"


def test_changes_are_saved_before_the_step_that_follows(agent, facts, number):
    agent.fill(phone=number, summary="水压不足")
    agent.save()
    ticket = agent.value("name")
    agent.fill(address="建设路9号", summary="高层水压不足")
    agent.act("answer", answer="检修中, 18时恢复")
    saved = facts.read(TICKET, ticket, "address", "summary", "state")
    assert (saved["address"], saved["summary"], saved["state"]) == ("建设路9号", "高层水压不足", "done")
    assert facts.events(TICKET, ticket) == ["register", "answer"]


def test_pressing_save_twice_makes_one_ticket(agent, facts, number):
    agent.fill(phone=number, summary="重复点击保存")
    agent.page.locator(".o_ticket_save").dblclick()
    expect(agent.field("name")).to_be_visible()
    assert facts.as_("admin").call(TICKET, "search_count", [["phone_sanitized", "=", f"+86{number}"]]) == 1


def test_confidential_caller_is_hidden_from_the_department(agent, facts, staff, number):
    agent.fill(phone=number, caller_name="保密来电人", summary="举报违建", confidential=True)
    agent.save()
    ticket = agent.value("name")
    order = facts.process(ticket)
    facts.advance("dispatcher", ORDER, order, "dispatch",
                  department_id=facts.id_of("city12319.department", ["member_ids.login", "=", "water"]))
    department = staff("water", "phone").open_case("department-orders", order)
    assert "****" in department.value("contact_phone")
    shown = department.page.content()
    assert "保密来电人" not in shown and number not in shown
    with pytest.raises(RpcError):
        facts.as_("water").call(TICKET, "search_count", [["name", "=", ticket]])
