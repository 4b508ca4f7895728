"""How long it takes to find one of 100,000 components, by what people type and by place, over the front."""

import random

from measure import result, timed
from running_server import running_server

NAME = "components"
COUNT = 60
ROWS = 100_000
BESIDE = "res.partner name_search (the contacts of the demo city)"

# rows as an import makes them: name and search words of their class, spread over 30 km × 35 km and 200 roads
FILL = """
INSERT INTO city12319_component (name, code, category_id, search_keys, address, latitude, longitude, active, status,
                                 create_uid, write_uid, create_date, write_date)
SELECT c.name ->> 'en_US', '330102' || c.code || lpad(n::text, 6, '0'), c.id,
       regexp_replace(c.search_keys, '^ [0-9]+', ''),
       (ARRAY['和平','中山','人民','解放','建设','长江','黄河','北京','上海','南京'])[1 + n % 10]
       || (ARRAY['东','西','南','北','中'])[1 + n / 10 % 5] || (ARRAY['路','街','大道','巷'])[1 + n / 50 % 4]
       || (1 + n / 200 % 400) || '号',
       30.1 + 0.3 * random(), 120 + 0.35 * random(), true, 'intact', 1, 1, now(), now()
  FROM generate_series(1, :'rows'::int) n
  JOIN LATERAL (SELECT array_agg(id ORDER BY code) AS ids FROM city12319_category
                 WHERE kind = 'component' AND level = 'minor') AS classes ON true
  JOIN city12319_category c ON c.id = classes.ids[1 + (n * 7919) % array_length(classes.ids, 1)];
ANALYZE city12319_component;
"""


def run():
    """Fill the list of components, then search it as an agent does while typing."""
    with running_server() as server:
        server.sql(FILL, rows=ROWS)
        count = int(server.sql("SELECT count(*) FROM city12319_component WHERE active")[0][0])
        client = server.rpc("agent1")
        rng = random.Random(12319)

        def suggest(model, text):
            return client.call(model, "web_name_search", text, {"display_name": {}}, domain=[], operator="ilike", limit=8)

        def nearest(**question):
            return client.call("city12319.component", "nearest", **question)

        beside = timed(lambda: suggest("res.partner", "1"), COUNT)
        for title, text in [("code prefix", "33010201"), ("name", "井盖"), ("initials", "jg"), ("rare initials", "xds"),
                            ("pinyin", "jinggai")]:
            assert suggest("city12319.component", text), text
            samples = timed(lambda text=text: suggest("city12319.component", text), COUNT)
            yield result(f"{NAME}: {title} ({count} rows)", "ms", samples, BESIDE, beside)

        def place():
            return {"latitude": 30.1 + 0.3 * rng.random(), "longitude": 120 + 0.35 * rng.random()}

        assert len(nearest(**place())["components"]) == 5
        yield result(f"{NAME}: nearest to a position ({count} rows)", "ms", timed(lambda: nearest(**place()), COUNT),
                     BESIDE, beside)
        assert nearest(address="中山东路9号")["by"] == "address"
        yield result(f"{NAME}: nearest to an address ({count} rows)", "ms",
                     timed(lambda: nearest(address=f"中山东路{rng.randint(1, 400)}号"), COUNT), BESIDE, beside)
        yield result("classes: initials", "ms", timed(lambda: suggest("city12319.category", "jg"), COUNT), BESIDE, beside)
