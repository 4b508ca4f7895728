"""Several call centres and telephones in browsers: names of calls, who is told what, and what Asterisk keeps of a password."""

import asyncio
import time

from connector import reconcile
from connector.adapters import asterisk_log
from connector.adapters.asterisk_events import Translator
from connector.adapters.asterisk_softphone import Softphones
from connector.commands import CommandServer
from connector.port import CommandError
from connector.spool import Spool
from ops.front import phone_routes


def test_a_call_from_another_site_keeps_its_name():
    ringing = {"Event": "DialBegin", "Channel": "PJSIP/site-cc2-1", "DestChannel": "PJSIP/801-2", "Linkedid": "cc1-5.0",
               "DestUniqueid": "cc1-5.1", "Timestamp": "1795516200", "ChanVariable": "CALL_ID=cc2-9.0"}
    [event] = Translator("cc1", lambda: 0).translate(ringing)
    assert (event["call"], event["agent"], event["server"]) == ("cc2-9.0", "801", "cc1")
    [event] = Translator("cc1", lambda: 0).translate({**ringing, "ChanVariable": ""})
    assert event["call"] == "cc1-5.0"
    moved = {"Event": "BlindTransfer", "Result": "Success", "TransfereeLinkedid": "cc1-5.0", "Extension": "802",
             "TransfererChannel": "PJSIP/801-2", "TransfereeChanVariable": "CALL_ID=cc2-9.0", "Timestamp": "1795516210"}
    [event] = Translator("cc1", lambda: 0).translate(moved)
    assert (event["call"], event["data"]["to"]) == ("cc2-9.0", "802")


def log_row(kind, channel, number, linked, at, said="", extra=""):
    return {**dict.fromkeys(asterisk_log.COLUMNS, ""), "at": at, "type": kind, "channel": channel, "uniqueid": number,
            "linkedid": linked, "said": said, "extra": extra}


def test_logs_of_two_sites_tell_of_one_call_of_the_site_where_it_began():
    branch = asterisk_log.translate([
        log_row("CallOffered", "PJSIP/carrier-0", "cc2-9.0", "cc2-9.0", 100.0, "CallOffered",
                '{"extra": "call=cc2-9.0&caller=13800138000&direction=in&called=12319"}'),
    ], "cc2")
    centre = asterisk_log.translate([
        log_row("SiteCall", "PJSIP/site-cc2-1", "cc1-5.0", "cc1-5.0", 101.0, "SiteCall", '{"extra": "call=cc2-9.0"}'),
        log_row("CHAN_START", "PJSIP/801-2", "cc1-5.1", "cc1-5.0", 102.0),
        log_row("ANSWER", "PJSIP/801-2", "cc1-5.1", "cc1-5.0", 105.0),
    ], "cc1")
    assert {event["call"] for event in branch + centre} == {"cc2-9.0"}
    [fact] = reconcile.facts(centre + branch).values()
    assert (fact["server"], fact["begun"], fact["answered"], fact["agent"]) == ("cc2", 100.0, 105.0, "801")


class Centre:
    """Notes what it is told."""

    def __init__(self, refuses=""):
        self.told, self.refuses = [], refuses

    async def command(self, name, arguments):
        if self.refuses:
            raise CommandError(self.refuses)
        self.told.append(name)


def test_what_is_about_the_hotline_is_told_to_every_server(tmp_path):
    centres = {"cc1": Centre(), "cc2": Centre(), "cc3": Centre("down")}
    server = CommandServer("secret", centres, Spool(tmp_path / "s.db"), dict)

    def do(name, **arguments):
        return asyncio.run(server.carry_out({"key": f"{name}{arguments}", "command": name, "arguments": arguments}))

    assert do("ready", agent="801", server="cc2") == {"ok": True}
    assert do("ready", agent="801") == {"ok": True}
    assert do("night", on=True)["reason"] == "down", "not done everywhere is not done"
    assert (centres["cc1"].told, centres["cc2"].told) == (["ready", "night"], ["ready", "night"])
    del centres["cc3"]
    assert do("night", on=False) == {"ok": True}
    assert do("night", on=True, server="cc2") == {"ok": True}
    assert (len(centres["cc1"].told), len(centres["cc2"].told)) == (3, 4), "who is named is told alone"
    assert do("ready", agent="801", server="cc9")["reason"] == "bad_arguments"


class Database:
    """Asterisk's own database, behind the manager interface."""

    up = True

    def __init__(self):
        self.kept = {}

    async def action(self, name, Family, Key, Val=None):
        if name == "DBPut":
            self.kept[Family, Key] = Val
            return {}
        found = [{"Event": "DBGetTreeResponse", "Key": f"/{family}/{key}", "Val": value}
                 for (family, key), value in self.kept.items() if family == f"{Family}/{Key}"]
        return [*found, {"Event": "DBGetTreeComplete"}]

    async def forget(self, family, key):
        self.kept.pop((family, key), None)


def test_accounts_of_browsers_are_digests_that_end():
    database = Database()
    phones = Softphones(database)

    async def scenario():
        await phones.give("801", "geheim", 600)
        await phones.give("802", "geheim", -1)
        await phones._end_what_is_over()
        kept = dict(database.kept)
        await phones.take_back("801")
        await phones.take_back("801")
        return kept

    kept = asyncio.run(scenario())
    assert {key for _family, key in kept} == {"801"}, "what is over is gone"
    assert "geheim" not in str(kept) and "MD5:" in kept["softphone/auth", "801"]
    assert 590 < float(kept["softphone/until", "801"]) - time.time() < 610
    assert all(len(value) < 900 for value in kept.values()), "Asterisk reads lines of 1024 characters"
    assert database.kept == {}


def test_the_front_leads_browsers_to_each_server_and_nowhere_else():
    assert phone_routes([]) == ""
    routes = phone_routes([("cc1", "127.0.0.1:8088"), ("cc2", "10.0.0.2:8088")])
    assert routes.count("rewrite * /ws") == 3
    for path, address in (("/phone", "127.0.0.1:8088"), ("/phone/cc1", "127.0.0.1:8088"), ("/phone/cc2", "10.0.0.2:8088")):
        assert f"handle {path} {{\n\t\trewrite * /ws\n\t\treverse_proxy {address}\n" in routes
