"""The command line: what each command takes, and how errors are shown."""

import argparse
import errno
import sys

from .errors import DiskFullError, HotlineError


def run(arguments):
    """Run one command; returns the exit code."""
    options = build_parser().parse_args(arguments)
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


def build_parser():
    """Every command with its options."""
    parser = argparse.ArgumentParser(prog="hotline", description="City 12319: the city hotline, set up and cared for.")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    _add_up(commands)
    _add_down(commands)
    _add_test(commands)
    return parser


def _add_up(commands):
    up = commands.add_parser("up", help="set up what is missing and start", description=(
        "Fetch Odoo and everything it needs, create the database, start all servers and wait until they answer."
        " Settings are remembered; a second up takes seconds. An existing PostgreSQL is used when PGHOST"
        " (PGPORT, PGUSER, PGPASSWORD) is set."))
    up.add_argument("--port", type=int, help="port of the web address (8069)")
    up.add_argument("--listen", metavar="ADDRESS", help="address to listen on (127.0.0.1 with demo data, else 0.0.0.0)")
    up.add_argument("--db", metavar="NAME", help="name of the database (city12319)")
    up.add_argument("--workers", type=int, metavar="N", help="Odoo worker processes (2)")
    up.add_argument("--no-demo", dest="demo", action="store_false", default=None, help="without the made-up city")
    up.add_argument("--bundle", metavar="FILE", help="install from this bundle, without any network")
    up.add_argument("--odoo-package", metavar="FILE",
                    help="a local copy of Debian's odoo-19 package (or set HOTLINE_ODOO_PACKAGE)")
    up.set_defaults(command=_up)


def _up(options):
    from . import installation
    installation.up(options.port, options.db, options.workers, options.listen, options.demo, options.bundle,
                    options.odoo_package)


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


def _fail(error):
    print(f"hotline: {error.message}", file=sys.stderr)
    if error.advice:
        print(f"  {error.advice}", file=sys.stderr)
    return error.exit_code
