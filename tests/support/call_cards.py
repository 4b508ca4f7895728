"""The cards of calls on a page, for tests in the browser."""

CALL = "city12319.call"


def cards(person):
    """The cards of calls on somebody's page."""
    return person.page.locator(".o_call_card")


def clear(server, login):
    """Give the calls of earlier tests their disposition, so that their cards are gone."""
    client = server.rpc(login)
    for card in client.call(CALL, "mine"):
        if card["state"] == "ended":
            client.call(CALL, "set_disposition", [card["id"]], "dropped")


def put_through(person, to, how):
    """Open the dialog of transfers on the card, enter whom to call, and press one of its buttons."""
    pill = person.page.locator(".o_call_pill")
    if pill.count():
        pill.click()
    cards(person).locator(".o_call_transfer").click()
    person.page.locator("#o_transfer_to").fill(to)
    person.page.locator(f".o_transfer_{how}").click()
