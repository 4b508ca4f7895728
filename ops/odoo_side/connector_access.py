"""Gives the connector of the call centre access to a database. CONFIG DB ADDRESS_OF_THE_CONNECTOR [RECORDINGS]

Its token comes in HOTLINE_CONNECTOR_TOKEN; the key for /json/2 is printed.
"""

import os
import sys

from environment import open_environment


def main(config, database, address, recordings=None):
    with open_environment(config, database) as env:
        print(env["res.users"]._connector_access(address, os.environ["HOTLINE_CONNECTOR_TOKEN"], recordings))


main(*sys.argv[1:])
