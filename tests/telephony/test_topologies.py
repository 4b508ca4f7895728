"""Several sites, each on a machine of its own: trunks and agents at the centre, at the branch, or at both.

Whatever way a call goes, it is one call in Odoo, with the agent who talked and one recording.
"""

import os
import time
from pathlib import Path

import pytest
from asterisk_calls import AsteriskUnderTest, loudness
from connector_process import ConnectorUnderTest, until
from hotline import AGENT, OTHER, Hotline
from network_hosts import Host, need_hosts

from ops.demo_phones import Sipp
from ops.testing import RUN_FOLDER

FAR = "visitor"  # the seat 803, which is at home here
LONG = 60_000  # ms: the agent hangs up


class Site:
    """A call centre on a machine of its own, with a line to another one."""

    def __init__(self, folder, host, name, other, other_address, agents):
        self.host, self.name = host, name
        self.centre = AsteriskUnderTest(
            folder / name, host, name, agents, SIP_ADDR="0.0.0.0", SITE=f"site-{other}", SITE_HOST=other_address)

    def lead(self, other, route, patience=20):
        """Say where calls of the trunk are answered: here, site, or overflow."""
        self.centre.server.settings.update(ROUTE=route, PATIENCE=patience, SITE_PORT=other.centre.server.settings["SIP_PORT"])
        if self.centre.server.process.pid():
            self.centre.server.write_config()
            self.centre.server.cli("dialplan reload")


class Sites(Hotline):
    """Two sites, one connector for both, and Odoo."""

    def __init__(self, server, centre, branch, connector):
        super().__init__(server, centre.centre, connector)
        self.main, self.branch = centre, branch

    def seat(self, number, server):
        """Say at which call centre a seat's telephone is registered, and sign it in there."""
        rpc = self.server.rpc("admin")
        rpc.call("city12319.seat", "write", rpc.call("city12319.seat", "search", [["number", "=", number]]), {"server": server})

    def ended(self, number):
        """The one call of a number, when it has ended; checks that it is one."""
        call = self.call(number, state="ended", outcome="answered")
        assert len(self.calls(number)) == 1, "one call, whatever way it went"
        return call

    def recording(self, call, site):
        """The file of a call, at the site that recorded it."""
        return site.centre.server.recordings / call["recording_path"]


@pytest.fixture(scope="module")
def sites(server):
    need_hosts()
    folder = Path(os.environ[RUN_FOLDER]) / "topologies-test"
    hosts, started, connector = [], [], None
    try:
        hosts = [Host("c"), Host("b"), Host("h")]
        here, there = hosts[1].connect(hosts[0])
        branch = Site(folder, hosts[1], "cc2", "cc1", there, ["802"])
        main = Site(folder, hosts[0], "cc1", "cc2", here, ["801"])
        for site, other in ((main, branch), (branch, main)):
            site.lead(other, "here")
            started.append(site.centre)
            site.centre.start()
        config = server.runtime.write_config(folder / "odoo.conf", server.db)
        connector = ConnectorUnderTest(folder, server.runtime, config, server.db, server.url, main.centre.settings,
                                       branch.centre.settings)
        connector.start()
        built = Sites(server, main, branch, connector)
        built.home, built.way_home = hosts[2], hosts[2].connect(hosts[0])
        yield built
        for number in ("801", "802", "803"):
            built.seat(number, False)
    finally:
        if connector:
            connector.kill()
        for centre in started:
            centre.stop()
        for host in hosts:
            host.remove()


def heard(sites, call, site):
    """Check that both sides are in the recording."""
    path = sites.recording(call, site)
    assert loudness(path, 440, 1) > 1000, "the citizen is heard"
    assert loudness(path, 1000, 1) > 1000, "the agent is heard"


def hang_up(sites, login, number, agent):
    """Let an agent talk for a moment and hang up; returns the call when it has ended."""
    sites.call(number, state="talking", agent_number=agent)
    time.sleep(2.5)
    sites.do(login, "hang_up")
    return sites.ended(number)


def test_trunk_at_the_centre_agents_far_away(sites):
    sites.seat("803", "cc1")
    centre = sites.main.centre
    settings = centre.server.settings
    address, address_of_centre = sites.way_home
    far = Sipp(centre.sipp.folder / "far", settings["SIP_PORT"], settings["SIP_SECRET"], sites.home.inside, address_of_centre)
    assert far.register(["803"], address, 5080), "the telephone far away registers at the centre"
    far.answer(address, 5080, ring_ms=300)
    sites.do(FAR, "sign_in")
    centre.call("13800138061", LONG)
    call = hang_up(sites, FAR, "+8613800138061", "803")
    sites.do(FAR, "sign_out")
    far.stop()
    assert call["call_key"].startswith("cc1-") and call["hangup_by"] == "agent"
    heard(sites, call, sites.main)


def test_trunks_far_away_agents_at_the_centre(sites):
    sites.seat("801", "cc1")
    sites.branch.lead(sites.main, "site")
    sites.do(AGENT, "sign_in")
    sites.branch.centre.call_and_judge("13800138062", "2")
    call = sites.call("+8613800138062", state="talking", agent_number="801")
    time.sleep(2.5)
    sites.do(AGENT, "hang_up")
    sites.call("+8613800138062", state="ended", satisfaction=2)
    call = sites.ended("+8613800138062")
    assert call["call_key"].startswith("cc2-"), "it began at the branch"
    assert sites.agents(call, "answered") == ["801"]
    heard(sites, call, sites.main)
    assert not sites.recording(call, sites.branch).exists(), "recorded once, where it was answered"


def test_trunks_and_agents_at_both(sites):
    sites.seat("802", "cc2")
    sites.branch.lead(sites.main, "overflow", patience=4)
    sites.do(OTHER, "sign_in")
    sites.branch.centre.call("13800138063", LONG)
    call = hang_up(sites, OTHER, "+8613800138063", "802")
    heard(sites, call, sites.branch)
    sites.do(OTHER, "pause", reason="test")  # nobody is ready at the branch: the centre helps at once
    sites.branch.centre.call("13800138064", LONG)
    call = sites.call("+8613800138064", state="talking", agent_number="801")
    time.sleep(2.5)
    sites.do(AGENT, "blind_transfer", to="802")  # and hands the caller back to the branch
    sites.talks("+8613800138064", "802")
    time.sleep(1)
    sites.do(OTHER, "hang_up")
    call = sites.ended("+8613800138064")
    assert (call["transferred_to"], sites.agents(call, "answered")) == ("802", ["801", "802"])
    heard(sites, call, sites.main)


def test_the_line_between_the_sites_is_down(sites):
    sites.branch.lead(sites.main, "site")
    sites.do(OTHER, "ready")
    os.kill(sites.main.centre.server.process.pid(), 9)
    until(lambda: "Unavail" in sites.branch.centre.server.cli("pjsip show contacts"), what="the end of the line")
    sites.branch.centre.call("13800138065", LONG)
    call = hang_up(sites, OTHER, "+8613800138065", "802")
    heard(sites, call, sites.branch)
    sites.main.centre.server.start()
    sites.do(OTHER, "sign_out")


def test_a_day_of_both_sites_compared_with_their_logs(sites):
    until(lambda: sites.connector.health()["waiting"] == 0, what="the last delivery")
    _code, report = sites.connector.reconcile()
    mine = [item for part in ("missing", "different") for item in report[part]]
    assert (mine, sites.connector.health()["refused"]) == ([], 0), report
    assert report["calls"] == 5
