"""Fills a knowledge base and measures its search; runs in Odoo's Python. CONFIG DB ROWS; prints JSON."""

import json
import random
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "ops" / "odoo_side"))
sys.path.insert(0, str(Path(__file__).resolve().parent))
import kb_questions  # noqa: E402
from environment import open_environment  # noqa: E402

from odoo.fields import Domain  # noqa: E402

CHARACTERS = "水电气路灯树垃圾井管车楼店墙桥坏漏破停堵倒占响臭塌裂断缺脏乱市民来反映小区街道门口请处理投诉施工噪音扰污染违章"
QUERIES = [
    "水", "路灯", "停水", "小区", "公积金", "垃圾 清运", "噪音扰民", "违章建筑", "井盖缺失", "物业费", "路燈不亮", "ljqy",
    "tingshui", "12345", "2018年", "A3", "污水外溢 海甸", "交通事故处理", "学位", "请问什么时候可以恢复供水",
]
REPEATS = 10


def main(config, database, count):
    with open_environment(config, database, context={"tracking_disable": True, "no_reset_password": True}) as env:
        measured = {"relevance": relevance(env) if kb_questions.available() else None}
        if int(count):
            measured.update(speed(env, int(count)))
        env.cr.rollback()
    json.dump(measured, sys.stdout, ensure_ascii=False)


# ------------------------------------------------------------------ relevance

def relevance(env):
    """Return ``{sort: {half: [rank of the first right answer, or 0]}}`` of suggestions and of the search box."""
    texts = kb_questions.articles()
    ids = fill(env, [(text.title, kb_questions.as_html(text.body), text.kind, "") for text in texts])
    keys = dict(zip(ids, (text.key for text in texts), strict=True))
    index(env)
    ranks = {}
    agent = reader(env)
    for question in kb_questions.questions(texts):
        if question.sort == "message":
            found = agent.suggest(question.text, 20)
        else:
            found = agent.search_articles(question.text, 20)["articles"]
        places = [number for number, article in enumerate(found, 1) if keys.get(article["id"]) in question.answers]
        ranks.setdefault(question.sort, {}).setdefault(question.half, []).append(places[0] if places else 0)
    env.cr.execute("DELETE FROM city12319_article WHERE id = ANY(%s)", [ids])
    return ranks


# ------------------------------------------------------------------ speed

def speed(env, count):
    dice = random.Random(12319)
    pool = kb_questions.sentences() if kb_questions.MESSAGES.exists() else made_up(dice)
    contents = []
    for _ in range(count):
        body = "".join(f"<p>{dice.choice(pool)}。</p>" for _ in range(dice.randint(5, 14)))
        kind = dice.choice(["qa", "guide", "policy", "notice"])
        contents.append((dice.choice(pool)[:24], body, kind, dice.choice(pool)[:6]))
    fill(env, contents, dice)
    started = time.perf_counter()
    index(env)
    measured = {"build_seconds": time.perf_counter() - started, "rows": count}
    env.cr.execute("ANALYZE city12319_article")
    for name in ("search_title_idx", "search_body_idx"):
        env.cr.execute("SELECT pg_relation_size(%s)", [f"city12319_article_{name}"])
        measured[f"{name}_mb"] = env.cr.fetchone()[0] / 2**20
    env.cr.execute("SELECT pg_total_relation_size('city12319_article')")
    measured["table_mb"] = env.cr.fetchone()[0] / 2**20
    agent = reader(env)
    measured["search"] = timed(env, lambda query: agent.search_articles(query, 20), QUERIES * REPEATS)
    measured["by_query"] = {
        query: timed(env, lambda query: agent.search_articles(query, 20), [query] * REPEATS) for query in QUERIES
    }
    measured["suggest"] = timed(env, lambda text: agent.suggest(text, 5), [
        "。".join(dice.sample(pool, 4)) for _ in range(100)
    ])
    measured["ilike"] = timed(env, lambda query: ilike(agent, query), QUERIES)
    started = time.perf_counter()
    env.cr.execute("CREATE INDEX kb_trgm ON city12319_article USING gin (search_text gin_trgm_ops)")
    measured["trigram_build_seconds"] = time.perf_counter() - started
    env.cr.execute("SELECT pg_relation_size('kb_trgm')")
    measured["trigram_mb"] = env.cr.fetchone()[0] / 2**20
    measured["trigram"] = timed(env, lambda query: trigram(env, query), QUERIES)
    return measured


def made_up(dice):
    return ["".join(dice.choices(CHARACTERS, k=dice.randint(8, 40))) for _ in range(20_000)]


def ilike(agent, query):
    """What Odoo does by itself: the words anywhere in title, keywords or text."""
    domain = agent._reader_domain() & Domain.AND(
        Domain("name", "ilike", part) | Domain("keywords", "ilike", part) | Domain("body", "ilike", part)
        for part in query.split()
    )
    return agent.search(domain, limit=21).mapped("name")


def trigram(env, query):
    """The same on one column with a trigram index, which needs three characters."""
    env.cr.execute(
        "SELECT id FROM city12319_article WHERE state = 'published' AND search_text LIKE ALL(%s) "
        "ORDER BY use_count DESC, id DESC LIMIT 21",
        [[f"%{part}%" for part in query.lower().split()]],
    )
    return env.cr.fetchall()


# ------------------------------------------------------------------ both

def fill(env, contents, dice=None):
    """Insert published articles as they are, and return their ids."""
    stage = env["city12319.stage"]._by_code("article", "published")
    ids = []
    for start in range(0, len(contents), 1000):
        rows = [
            (title, body, kind, keywords, stage.id, "public", "published", 1, env.uid,
             int(dice.paretovariate(1)) - 1 if dice else 0)
            for title, body, kind, keywords in contents[start:start + 1000]
        ]
        values = ", ".join(["(%s)" % ", ".join(["%s"] * 10)] * len(rows))  # noqa: UP031
        env.cr.execute(
            f"""INSERT INTO city12319_article (name, body, kind, keywords, stage_id, visibility, state, edition, owner_id,
                                               use_count)
                VALUES {values} RETURNING id""",  # noqa: S608 placeholders
            [value for row in rows for value in row],
        )
        ids += [row[0] for row in env.cr.fetchall()]
    return ids


def index(env):
    """Write the index of every article, as the rebuild does."""
    env.invalidate_all()
    articles = env["city12319.article"]
    after = 0
    while found := articles.search([("id", ">", after)], order="id", limit=200):
        found._rebuild_search()
        after = found[-1].id
    articles._count_words()


def reader(env):
    user = env["res.users"].search([("login", "=", "kb_bench")]) or env["res.users"].create({
        "login": "kb_bench", "name": "kb_bench", "group_ids": [(6, 0, env.ref("city12319_intake.group_agent").ids)],
    })
    return env["city12319.article"].with_user(user)


def timed(env, action, arguments):
    """Return milliseconds of each call, with an empty cache as in a request of its own."""
    samples = []
    action(arguments[0])
    for argument in arguments:
        env.invalidate_all()
        started = time.perf_counter()
        action(argument)
        samples.append((time.perf_counter() - started) * 1000)
    return samples


main(*sys.argv[1:])
