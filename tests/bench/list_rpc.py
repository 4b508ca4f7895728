"""How long a page of 80 rows takes over the front, beside a list of Odoo's own on the same server."""

from measure import result, timed
from running_server import running_server

NAME = "list_rpc"
LIST, BESIDE = "city12319.ticket", "mail.message"
COUNT = 60


def run():
    """Read the newest 80 tickets, and as many messages, through the real system."""
    with running_server() as server:
        client = server.rpc("admin")

        def read(model):
            return client.call(model, "web_search_read", [], {"display_name": {}, "create_date": {}},
                               limit=80, order="id desc")

        rows = read(LIST)["length"]
        yield result(f"{NAME} ({min(rows, 80)} rows)", "ms", timed(lambda: read(LIST), COUNT),
                     BESIDE, timed(lambda: read(BESIDE), COUNT))
