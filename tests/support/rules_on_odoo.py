"""Times proposals of dispatch rules; runs in Odoo's Python. CONFIG DB RULES COMPONENTS; prints milliseconds as JSON."""

import json
import random
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "ops" / "odoo_side"))
from environment import open_environment  # noqa: E402

from odoo.fields import Domain  # noqa: E402

WORDS = [first + second for first in "水电气路灯树垃圾井管车楼店墙桥" for second in "坏漏破停堵倒占响臭塌裂断缺脏乱"]
ORDERS, SEARCHED = 40, 2


def main(config, database, rule_count, component_count):
    with open_environment(config, database, context={"tracking_disable": True}) as env:
        dice = random.Random(12319)
        rules = fill(env, dice, int(rule_count), int(component_count))
        orders = make_orders(env, dice)
        env.flush_all()
        for table in ("city12319_order", "city12319_component", "city12319_dispatch_rule"):
            env.cr.execute(f"ANALYZE {table}")  # noqa: S608 our own names
        measured = measure(env, rules, orders)
        measured.update(rules=len(rules), components=env["city12319.component"].search_count([]))
        env.cr.rollback()
    json.dump(measured, sys.stdout)


def fill(env, dice, rule_count, component_count):
    departments = env["city12319.department"].create([{"name": f"单位{n}", "code": f"B{n}"} for n in range(60)])
    districts = env["city12319.area"].create([
        {"name": f"区{n}", "code": f"B{n}", "level": "district"} for n in range(10)])
    streets = env["city12319.area"].create([
        {"name": f"街道{n}", "code": f"B{n}S", "level": "street", "parent_id": districts[n % 10].id} for n in range(100)])
    tops = env["city12319.category"].search([("parent_id", "=", False)])
    categories = env["city12319.category"].create([
        {"name": f"小类{n}", "code": f"b{n}", "parent_id": dice.choice(tops).id} for n in range(200)])
    env.cr.execute(
        """INSERT INTO city12319_component (name, code, active, owner_id, area_id)
           SELECT '部件' || n, 'B' || lpad(n::text, 16, '0'), true, %s, %s FROM generate_series(1, %s) n""",
        (departments[0].id, streets[0].id, component_count),
    )
    rules = env["city12319.dispatch.rule"].create([
        {
            "name": f"规则{n}", "sequence": n, "department_id": dice.choice(departments).id,
            "category_ids": [(6, 0, dice.sample(categories.ids, dice.randint(0, 2)))] if n % 5 else [(6, 0, [])],
            "area_ids": [(6, 0, dice.sample((districts + streets).ids, dice.randint(0, 3)))],
            # seven of ten rules go by words; no rule is for everything
            "any_words": "、".join(dice.sample(WORDS, dice.randint(1, 4))) if n % 10 < 7 or not n % 5 else False,
            "domain": repr([("mode", "=", dice.choice(["file", "transfer"])), ("address", "ilike", f"路{n % 50}号")])
            if n % 3 == 0 or not n % 10 < 7 else "[]",
        }
        for n in range(rule_count)
    ])
    rules._set_state("active")
    return rules


def make_orders(env, dice):
    categories = env["city12319.category"].search([("code", "=like", "b%")]).ids
    areas = env["city12319.area"].search([("level", "=", "street")]).ids
    component = env["city12319.component"].search([("code", "=", "B0000000000050000")], limit=1)
    orders = env["city12319.order"]
    for number in range(ORDERS):
        ticket = env["city12319.ticket"].register({
            "summary": f"某路{dice.choice(WORDS)}", "description": "市民来电反映，请尽快派人处理。" * 8 + dice.choice(WORDS),
            "category_id": dice.choice(categories), "area_id": dice.choice(areas), "address": f"某路{number}号",
            "component_id": component.id if number % 10 == 0 else False,
        })
        orders |= ticket.process("file", {})
    return orders


def timed(action):
    started = time.perf_counter()
    answer = action()
    return answer, (time.perf_counter() - started) * 1000


def measure(env, rules, orders):
    times = {name: [] for name in ("compiled", "indexed", "matched", "listed", "searched")}
    for _ in range(3):
        env.registry.clear_cache()
        env.invalidate_all()
        index, spent = timed(rules._index)
        times["compiled"].append(spent)
    matching = sys.modules[type(index).__module__]
    for order in orders:
        env.invalidate_all()
        proposal, spent = timed(order._make_proposal)
        times["indexed"].append(spent)
        facts = order._rule_facts(index)
        by_index, spent = timed(lambda facts=facts: index.match(facts))
        times["matched"].append(spent)
        by_list, spent = timed(lambda facts=facts: matching.first_match(index.rules, facts))
        times["listed"].append(spent)
        assert by_index == by_list
        assert proposal["proposal_source"] in ("rule", "manual", "owner"), proposal
    conditions = [(rule.id, condition(rule)) for rule in rules]
    for order in orders.filtered(lambda order: not order.component_id)[:SEARCHED]:
        found, spent = timed(lambda order=order: search(order, conditions))
        times["searched"].append(spent)
        assert found == order._make_proposal()["proposal_rule_id"], "the two ways disagree"
    return times


def condition(rule):
    """The rule as a domain for the database."""
    domain = Domain(eval(rule.domain))  # noqa: S307 written above
    if rule.category_ids:
        domain &= Domain("category_id", "child_of", rule.category_ids.ids)
    if rule.area_ids:
        domain &= Domain("area_id", "child_of", rule.area_ids.ids)
    if rule.any_words:
        domain &= Domain.OR(
            Domain(name, "ilike", word) for word in rule.any_words.split("、") for name in ("summary", "description"))
    return domain


def search(order, conditions):
    for rule_id, domain in conditions:
        if order.search_count(Domain("id", "=", order.id) & domain, limit=1):
            return rule_id
    return False


main(*sys.argv[1:])
