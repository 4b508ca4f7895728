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
    _add_test(commands)
    return parser


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
