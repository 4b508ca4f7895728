"""The command line: what each command takes, and how errors are shown."""

import argparse
import errno
import signal
import sys

from .errors import DiskFullError, HotlineError


def run(arguments):
    """Run one command; returns the exit code."""
    options = build_parser().parse_args(arguments)
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        return options.command(options) or 0
    except KeyboardInterrupt:
        print("\nhotline: stopped. Running the command again continues where it can.", file=sys.stderr)
        return 130
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        return _fail(DiskFullError(f"The disk is full ({error.filename or 'while writing'}).",
                                   "Free some space and run the command again; finished downloads are kept."))
    except HotlineError as error:
        return _fail(error)


def _interrupt(number, frame):
    """A request to end counts as Ctrl-C: what is half made is removed."""
    raise KeyboardInterrupt


def build_parser():
    """Every command with its options."""
    parser = argparse.ArgumentParser(prog="hotline", description="City 12319: the city hotline, set up and cared for.")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    for add in (_add_up, _add_down, _add_status, _add_test, _add_bench, _add_import, _add_backup, _add_restore,
                _add_bundle):
        add(commands)
    return parser


def _add_up(commands):
    up = commands.add_parser("up", help="set up what is missing and start", description=(
        "Fetch Odoo and everything it needs, create the database, start all servers and wait until they answer."
        " Settings are remembered; a second up takes seconds. An existing PostgreSQL is used when PGHOST"
        " (PGPORT, PGUSER, PGPASSWORD) is set."))
    up.add_argument("--port", type=int, help="port of the web address (8069)")
    up.add_argument("--listen", metavar="ADDRESS", help="address to listen on (127.0.0.1 with demo data, else 0.0.0.0)")
    up.add_argument("--https-port", type=int, metavar="N",
                    help="also HTTPS on this port, with a certificate of its own (0: not any more)")
    up.add_argument("--db", metavar="NAME", help="name of the database (city12319)")
    up.add_argument("--workers", type=int, metavar="N", help="Odoo worker processes (2)")
    up.add_argument("--no-demo", dest="demo", action="store_false", default=None, help="without the made-up city")
    up.add_argument("--bundle", metavar="FILE", help="install from this bundle, without any network")
    up.add_argument("--with-asterisk", dest="asterisk", action="store_true", default=None,
                    help="with a real call centre: Asterisk from Debian's packages, and three demo telephones")
    up.add_argument("--without-asterisk", dest="asterisk", action="store_false",
                    help="back to the simulator of the demo city")
    up.add_argument("--odoo-package", metavar="FILE",
                    help="a local copy of Debian's odoo-19 package (or set HOTLINE_ODOO_PACKAGE)")
    up.set_defaults(command=_up)


def _up(options):
    from . import installation
    installation.up(options.port, options.db, options.workers, options.listen, options.demo, options.bundle,
                    options.odoo_package, options.asterisk, options.https_port)


def _add_down(commands):
    down = commands.add_parser("down", help="stop everything", description="Stop all servers that up started.")
    down.set_defaults(command=_down)


def _down(options):
    from . import installation
    installation.down()


def _add_test(commands):
    test = commands.add_parser("test", help="run every test", description="Run the tests of the addons and of tests/.")
    test.add_argument("-k", dest="expression", metavar="EXPR", help="only tests whose name fits, as in pytest")
    test.add_argument("--addon", action="append", default=[], metavar="NAME", help="only the tests of this addon")
    test.add_argument("paths", nargs="*", metavar="PATH", help="only these files or folders of tests/")
    test.set_defaults(command=_test)


def _test(options):
    from . import testing
    return testing.run(options.expression, options.addon, options.paths)


def _add_status(commands):
    status = commands.add_parser("status", help="what runs and how it is", description=(
        "Show what runs, versions, database size, the age of the scheduler and the health with its reasons."
        " Exit code for monitors: 0 healthy, 1 degraded, 2 down."))
    status.add_argument("--json", action="store_true", help="as JSON")
    status.set_defaults(command=_status)


def _status(options):
    from . import status
    return status.show(options.json)


def _add_bench(commands):
    bench = commands.add_parser("bench", help="measure", description="Run the measurements of tests/bench.")
    bench.add_argument("name", nargs="?", metavar="NAME", help="only this one")
    bench.add_argument("--json", action="store_true", help="one JSON object a line: name, unit, median, p95, n,"
                                                           " beside, beside_median, ratio")
    bench.add_argument("--tickets", type=int, metavar="N", help="how many tickets “reports” makes (1000000)")
    bench.set_defaults(command=_bench)


def _bench(options):
    from . import benches
    return benches.run(options.name, options.json, options.tickets)


def _add_import(commands):
    imports = commands.add_parser("import", help="import past registrations", description=(
        "Import a csv, xlsx or xls file of past registrations: all of it, or nothing and a list of errors."))
    imports.add_argument("file", metavar="FILE")
    imports.add_argument("--user", metavar="LOGIN", help="in whose name (shiftleader if there is one, else admin)")
    imports.add_argument("--unknown", choices=("error", "other"), help="what becomes of words that no list has"
                                                                      " (error)")
    imports.add_argument("--system", metavar="NAME", help="the system that the file's numbers come from (import)")
    imports.add_argument("--sheet", metavar="NAME", help="the sheet to read (the first with rows)")
    imports.add_argument("--dry-run", action="store_true", help="only check the file")
    imports.add_argument("--json", action="store_true", help="print the report as JSON")
    imports.set_defaults(command=_import)


def _import(options):
    from . import importing
    return importing.run(options.file, options.user, options.json, dry_run=options.dry_run, unknown=options.unknown,
                         system=options.system, sheet=options.sheet)


def _add_backup(commands):
    backup = commands.add_parser("backup", help="back up database and files", description=(
        "Write the database and its files with a list of checksums to a new folder; works while it runs."))
    backup.add_argument("folder", metavar="DIR")
    backup.set_defaults(command=_backup)


def _backup(options):
    from . import backup
    backup.backup(options.folder)


def _add_restore(commands):
    restore = commands.add_parser("restore", help="restore a backup", description=(
        "Verify a backup and put it in place of the database; an existing database only with --force."))
    restore.add_argument("folder", metavar="DIR")
    restore.add_argument("--force", action="store_true", help="replace the existing database")
    restore.set_defaults(command=_restore)


def _restore(options):
    from . import backup
    backup.restore(options.folder, options.force)


def _add_bundle(commands):
    bundle = commands.add_parser("bundle", help="collect every download in one file", description=(
        "Write one file with every download, for ./hotline up --bundle FILE on a machine without a network that has"
        " the same Python version and processor."))
    bundle.add_argument("file", metavar="FILE")
    bundle.add_argument("--tests", action="store_true", help="with what ./hotline test needs, too")
    bundle.add_argument("--odoo-package", metavar="FILE", help="a local copy of Debian's odoo-19 package")
    bundle.set_defaults(command=_bundle)


def _bundle(options):
    from . import bundle
    bundle.create(options.file, options.odoo_package, options.tests)


def _fail(error):
    print(f"hotline: {error.message}", file=sys.stderr)
    if error.advice:
        print(f"  {error.advice}", file=sys.stderr)
    return error.exit_code
