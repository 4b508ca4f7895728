"""Reminders and drafts of the people at the desk, for tests in the browser."""

from datetime import datetime, timedelta, timezone

from playwright.sync_api import expect

OFFLINE = (r"ERR_INTERNET_DISCONNECTED", r"ERR_NETWORK_CHANGED", r"WebSocket connection")
_SERVICE = "odoo.__WOWL_DEBUG__.root.env.services"


class Desk:
    """Sets reminders over RPC, and ticks off at the end what a test has left open: an open pop-up covers screens."""

    def __init__(self, server):
        self.server = server
        self.made = []

    def remind(self, login, minutes, set_by=None, **values):
        """Set a reminder for somebody, so many minutes from now; returns its id."""
        setter = self.server.rpc(set_by or login)
        due = datetime.now(timezone.utc) + timedelta(minutes=minutes)
        [reminder] = setter.call("city12319.reminder", "create", [{
            "name": "回电", "user_id": self.server.rpc(login).uid, "due_at": f"{due:%Y-%m-%d %H:%M:%S}", **values,
        }])
        self.made.append(reminder)
        return reminder

    def read(self, reminder, *names):
        """Values of a reminder, as the shift leader sees them."""
        [values] = self.server.rpc("shiftleader").call("city12319.reminder", "read", [reminder], list(names))
        return values

    def clear(self):
        """Tick off everything that this test has set."""
        self.server.rpc("shiftleader").call("city12319.reminder", "action_done", self.made)


def register(server, login, **values):
    """Register a ticket as somebody; returns its id."""
    [ticket] = server.rpc(login).call("city12319.ticket", "register", values)
    return ticket


def popup(page, reminder):
    """The pop-up of a reminder."""
    return page.locator(f".o_reminder_popup[data-id='{reminder}']")


def wait_scheduled(page, reminder):
    """Wait until the page knows when a reminder is due."""
    page.wait_for_function(f"id => Boolean({_SERVICE}.city12319_reminders.timers[id])", arg=reminder)


def wait_kept(page):
    """Wait until the server has the draft: then nothing of it is in the browser any more."""
    expect(page.locator(".o_ticket_kept")).to_be_visible()
    page.wait_for_function(f"() => !Object.keys({_SERVICE}.city12319_drafts.read()).length")


def drafts_in_browser(page):
    """Keys of drafts that are stored in the browser, of whomever."""
    return page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('city12319.draft.'))")


def focused_field(page):
    """Name of the field that has the focus."""
    return page.evaluate("document.activeElement.closest('.o_field_widget')?.getAttribute('name')")
