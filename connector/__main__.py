"""python -m connector run SETTINGS · python -m connector reconcile SETTINGS [--day DAY] [--repair]"""

import argparse
import asyncio
import datetime
import json
import logging
import sys
import zoneinfo

from .reconcile import reconcile, window
from .service import centres_of, odoo_of, serve


def main():
    parser = argparse.ArgumentParser(prog="python -m connector", description="Between a call centre and Odoo.")
    commands = parser.add_subparsers(required=True)
    run = commands.add_parser("run", help="run until it is stopped")
    run.set_defaults(function=_run)
    compare = commands.add_parser("reconcile", help="compare a day with the call centre's own log")
    compare.add_argument("--day", type=datetime.date.fromisoformat, help="2026-11-24; today when left out")
    compare.add_argument("--repair", action="store_true", help="hand in what Odoo lacks")
    compare.set_defaults(function=_reconcile)
    for command in (run, compare):
        command.add_argument("settings", metavar="SETTINGS", help="a JSON file, see docs/telephony.md")
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    with open(options.settings, encoding="utf-8") as stream:
        settings = json.load(stream)
    return options.function(settings, options)


def _run(settings, options):
    asyncio.run(serve(settings))
    return 0


def _reconcile(settings, options):
    """Exit code 0: the same; 1: something differs."""
    day = options.day or datetime.datetime.now(zoneinfo.ZoneInfo("Asia/Shanghai")).date()
    centres = centres_of(settings, lambda name: 0.0)
    report = reconcile(centres, odoo_of(settings), *window(day), repair=options.repair)
    print(json.dumps(report, ensure_ascii=False, indent=1))
    return 1 if report["missing"] or report["different"] else 0


if __name__ == "__main__":
    sys.exit(main())
