"""A real Asterisk with citizens and agents played by sipp, for tests."""

import cmath
import math
import shutil
import struct
import wave

import pytest

from ops import asterisk
from ops.demo_phones import RATE, Sipp
from ops.ports import free_port, free_udp_port

PROMPT_SECONDS = 0.3
PHONES, CITIZENS = "127.0.0.11", "127.0.0.2"  # where they are
TELEPHONES = ("801", "802", "803", "880")  # of config/asterisk/pjsip.conf


class AsteriskUnderTest:
    """Asterisk on ports of its own, with short announcements; agents ring at 127.0.0.11, citizens call from 127.0.0.2.

    It runs here, or on a ``host`` of the test's own, to which the connector and browsers come over the network.
    """

    def __init__(self, folder, host=None, name="cc1", agents=TELEPHONES, **settings):
        if not shutil.which("sipp"):
            pytest.skip("no sipp on this machine (apt-get install sip-tester)")
        try:
            prefix = asterisk.prepare()
        except asterisk.AsteriskMissing as error:
            pytest.skip(f"no Asterisk: {error.message}")
        ports = {"SIP_PORT": free_udp_port(15060), "CARRIER_PORT": free_udp_port(5060), "AMI_PORT": free_port(15038),
                 "HTTP_PORT": free_port(18088), "HTTPS_PORT": free_port(18189)}
        self.carrier_port, self.agent_port = ports["CARRIER_PORT"], free_udp_port(5071, PHONES)
        inside, address = (host.inside, host.address) if host else ((), "127.0.0.1")
        if host:
            settings.update(AMI_ADDR=address, AMI_FROM=host.here, HTTP_ADDR=address)
        self.server = asterisk.Asterisk(prefix, folder / "asterisk", inside, **ports, SYSTEMNAME=name, RTP_START=21000,
                                        RTP_END=21999, **settings)
        self.websocket = f"{address}:{ports['HTTP_PORT']}"
        self.sipp = Sipp(folder / "sipp", ports["SIP_PORT"], self.server.settings["SIP_SECRET"], inside)
        self.settings = {
            "adapter": "asterisk", "name": name, "host": address, "port": ports["AMI_PORT"], "username": "odoo",
            "secret": self.server.settings["AMI_SECRET"], "log": [str(self.server.channel_log)],
        }
        self.agents, self.next_port = agents, 5100

    def start(self):
        """Start Asterisk and the agents' telephones."""
        prompts = self.server.folder / "prompts"
        prompts.mkdir(parents=True, exist_ok=True)
        for name in asterisk.PROMPTS:
            _silence(prompts / f"{name}.wav", PROMPT_SECONDS)
        self._describe_telephones()
        self.server.start()
        self.register()
        self.sipp.answer(port=self.agent_port, ring_ms=300, talk_ms=25000)

    def register(self):
        """Register the agents' telephones."""
        assert self.sipp.register(self.agents, port=self.agent_port), "the telephones could not register"

    def stop(self):
        """Stop all of it."""
        self.sipp.stop()
        self.server.stop()

    def call(self, number, hold_ms=20000):
        """Let a citizen call and hang up after ``hold_ms``."""
        self.next_port += 2
        return self.sipp.start("caller_hangup", CITIZENS, free_udp_port(self.next_port, CITIZENS), remote=True,
                               words={"HOLDMS": hold_ms}, key=[("caller", number)], m=1)

    def call_and_judge(self, number, key):
        """Let a citizen call who stays for the survey and presses ``key`` every second, so that it is heard there."""
        self.next_port += 2
        return self.sipp.start("caller", CITIZENS, free_udp_port(self.next_port, CITIZENS), remote=True,
                               words={"PRESSMS": 1000}, key=[("caller", number), ("digit", key)], base_cseq=2, m=1)

    def hang_up(self, number):
        """Let a citizen hang up now."""
        for line in self.server.cli("core show channels concise").splitlines():
            channel, *rest = line.split("!")
            if channel.startswith("PJSIP/carrier-") and number in rest:
                self.server.cli(f"channel request hangup {channel}")

    def _describe_telephones(self):
        """Tell Asterisk of the telephones that its configuration does not know."""
        folder = self.server.folder / "etc/pjsip.d"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "test.conf").write_text("".join(
            f"[{number}](agent)\nauth = {number}\naors = {number}\ncallerid = \"{number}\" <{number}>\n"
            f"[{number}](agent-aor)\n[{number}](agent-auth)\nusername = {number}\n"
            for number in self.agents if number not in TELEPHONES))

    def many_calls(self, numbers, rate, hold_ms):
        """Let many citizens call, ``rate`` in a second, each from a number of its own."""
        table = self.sipp.folder / "citizens.csv"
        table.write_text("SEQUENTIAL\n" + "".join(f"{number};\n" for number in numbers))
        self.next_port += 2
        return self.sipp.start(
            "caller_hangup", CITIZENS, free_udp_port(self.next_port, CITIZENS), remote=True,
            words={"HOLDMS": hold_ms, "[caller]": "[field0]"}, inf=table, m=len(numbers), r=rate)

    def people_in_rooms(self):
        """How many take part in conferences."""
        lines = self.server.cli("confbridge list").splitlines()
        return sum(int(words[1]) for line in lines if len(words := line.split()) > 1 and words[1].isdigit())

    def ring_long(self, agent, ring_ms):
        """Move an agent's telephone to where it rings so long before it is answered."""
        self.next_port += 2
        port = free_udp_port(self.next_port, PHONES)
        assert self.sipp.register([agent], port=port), "the telephone could not register"
        return self.sipp.answer(port=port, ring_ms=ring_ms, talk_ms=60000)


def _silence(path, seconds):
    with wave.open(str(path), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(RATE)
        sound.writeframes(b"\0\0" * int(RATE * seconds))


def loudness(path, frequency, at, seconds=1.0):
    """How loud a frequency is in a part of a recording."""
    with wave.open(str(path)) as sound:
        data = sound.readframes(sound.getnframes())
    samples = struct.unpack(f"<{len(data) // 2}h", data)[int(at * RATE):int((at + seconds) * RATE)]
    total = sum(value * cmath.exp(-2j * math.pi * frequency * n / RATE) for n, value in enumerate(samples))
    return abs(total) / max(1, len(samples))
