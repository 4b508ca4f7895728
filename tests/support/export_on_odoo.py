"""Exports tickets and watches the memory; runs in Odoo's Python. CONFIG DB KIND ROWS; prints seconds and megabytes as JSON.

KIND is fill (make the tickets), xlsx or csv (our export, as the scheduled action does it) or odoo (Odoo's own export).
"""

import json
import sys
import threading
import time
from pathlib import Path
from unittest.mock import patch

import psutil

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "ops" / "odoo_side"))
from environment import open_environment  # noqa: E402

TICKET = "city12319.ticket"
COLUMNS = [
    "name", "reported_at", "agent_id", "source_id", "category_id", "service_type_id", "caller_name", "phone", "confidential",
    "summary", "description", "area_id", "address", "state", "stage_id", "latitude", "longitude",
]


def main(config, database, kind, rows):
    with open_environment(config, database) as env:
        if kind == "fill":
            fill(env, int(rows))
            env.cr.commit()
            return
        user = env["res.users"].search([("login", "=", "bench_exporter")])
        as_user = env(user=user.id, context=user.context_get())
        ours, odoos = as_user["city12319.export.job"], as_user[TICKET]
        action = odoo_export(odoos, int(rows)) if kind == "odoo" else our_export(ours, kind, int(rows))
        json.dump(watched(action), sys.stdout)
        env.cr.rollback()


def fill(env, rows):
    user = env["res.users"].create({
        "name": "班长", "login": "bench_exporter", "tz": "Asia/Shanghai",
        "group_ids": [(4, env.ref("city12319_intake.group_shift_leader").id)],
    })
    area = env["city12319.area"].create({"name": "栖云区", "code": "bench", "level": "district"})
    categories = env["city12319.category"].search([("level", "=", "minor")], limit=100)
    ticket = env[TICKET].with_user(user).register({
        "summary": "非机动车道井盖缺失", "description": "影响通行，" * 40, "caller_name": "王女士", "phone": "13800138000",
        "area_id": area.id, "category_id": categories[0].id, "address": "中山东路9号", "latitude": 30.1, "longitude": 120.2,
    })
    env.flush_all()
    env.cr.execute("SELECT column_name FROM information_schema.columns WHERE table_name = 'city12319_ticket'")
    changes = {
        "id": "10000000 + n", "name": "'DJB' || n", "summary": "summary || n", "description": "description || n",
        "category_id": f"(ARRAY{categories.ids})[1 + n % {len(categories)}]",
        "reported_at": "now() at time zone 'utc' - n * interval '1 minute'",
    }
    columns = [name for (name,) in env.cr.fetchall()]
    names = ", ".join(f'"{name}"' for name in columns)
    values = ", ".join(changes.get(name, f'"{name}"') for name in columns)
    env.cr.execute(
        f"INSERT INTO city12319_ticket ({names}) SELECT {values} FROM city12319_ticket, "  # noqa: S608 our own names
        f"generate_series(1, {rows}) n WHERE id = {ticket.id}")
    env.cr.execute("ANALYZE city12319_ticket")


def our_export(jobs, kind, rows):
    started = jobs.start({
        "model": TICKET, "domain": [("id", ">", 10_000_000), ("id", "<=", 10_000_000 + rows)], "columns": COLUMNS,
        "format": kind, "order": "reported_at desc",
    })
    job = jobs.browse(started["id"]).sudo()
    assert job.state == "waiting", job.state
    jobs.env.cr.commit()

    def run():
        job._cron_export()
        job.invalidate_recordset()
        assert (job.state, job.written) == ("done", rows), (job.state, job.written, job.message)
        return job.file_size

    return run


def odoo_export(tickets, rows):
    from odoo.addons.web.controllers import export

    domain = [("id", ">", 10_000_000), ("id", "<=", 10_000_000 + rows)]
    fields = [{"name": name, "type": tickets._fields[name].type} for name in COLUMNS]

    def run():
        with patch.object(export, "request", tickets), patch.object(type(tickets.env["city12319.export.job"]), "_setting",
                                                                    lambda self, name: 10**9):
            data = tickets.search(domain).export_data(COLUMNS)["datas"]
            return len(export.ExcelExport.from_data(export.ExcelExport(), fields, COLUMNS, data))

    return run


def watched(action):
    """Return seconds and size of an action, with the memory of the process before it and at its worst."""
    process, stop, most = psutil.Process(), threading.Event(), [0]

    def watch():
        while not stop.wait(0.02):
            most[0] = max(most[0], process.memory_info().rss)

    before = process.memory_info().rss
    watcher = threading.Thread(target=watch)
    watcher.start()
    started = time.perf_counter()
    size = action()
    seconds = time.perf_counter() - started
    stop.set()
    watcher.join()
    return {"seconds": seconds, "before": before / 2**20, "most": most[0] / 2**20, "size": size}


main(*sys.argv[1:])
