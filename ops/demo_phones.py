"""Telephones for demonstrations and tests, played by sipp: they register, ring, answer, speak a tone, and hang up.

python -m ops.demo_phones --sip-port PORT --folder FOLDER 801 802 803   (the SIP password in SIP_SECRET)
"""

import argparse
import math
import os
import signal
import struct
import subprocess
import sys
import time
import wave
from pathlib import Path

from .layout import CONFIG

SCENARIOS = CONFIG / "sipp"
RATE = 8000
_AGAIN = 1500  # seconds after which the phones register again


def tone(frequency, seconds=10, level=0.4):
    """A tone in A-law, as sipp plays it."""
    return bytes(_a_law(value) for value in _samples(frequency, RATE, seconds, level))


def tone_wave(path, frequency, rate=48000, seconds=10, level=0.4):
    """Write a tone as a file, for the microphone of a browser under test."""
    with wave.open(str(path), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(rate)
        sound.writeframes(struct.pack(f"<{rate * seconds}h", *_samples(frequency, rate, seconds, level)))


def _samples(frequency, rate, seconds, level):
    return (int(math.sin(2 * math.pi * frequency * n / rate) * level * 32767) for n in range(rate * seconds))


def _a_law(value):
    value >>= 3
    mask, value = (0xD5, value) if value >= 0 else (0x55, -value - 1)
    segment = max(value.bit_length() - 5, 0)
    return (segment << 4 | value >> max(segment, 1) & 0x0F) ^ mask


class Sipp:
    """Runs scenarios of config/sipp in a folder; every process is ended by its own id."""

    def __init__(self, folder, sip_port, secret, inside=(), server="127.0.0.1"):
        self.folder, self.server, self.secret, self.inside = Path(folder), f"{server}:{sip_port}", secret, inside
        self.folder.mkdir(parents=True, exist_ok=True)
        for frequency in (440, 1000):
            path = self.folder / f"tone{frequency}.al"
            if not path.exists():
                path.write_bytes(tone(frequency))
        self.running = []

    def start(self, scenario, address, port, remote=False, words=None, **options):
        """Start a scenario; ``words`` are replaced in it, ``options`` are sipp's own."""
        text = (SCENARIOS / f"{scenario}.xml").read_text()
        for word, value in (words or {}).items():
            text = text.replace(word, str(value))
        path = self.folder / f"{address}-{port}-{scenario}-{len(self.running)}.xml"
        path.write_text(text)
        command = ["sipp", "-sf", str(path), "-i", address, "-mi", address, "-p", str(port), "-nostdin", "-trace_err",
                   "-error_file", f"{path}.err", "-recv_timeout", "60000"]
        for name, value in options.items():
            for item in value if isinstance(value, list) else [value]:
                command += [f"-{name}", *([str(part) for part in item] if isinstance(item, tuple) else [str(item)])]
        with open(f"{path}.out", "w") as out:
            process = subprocess.Popen([*self.inside, *command, *([self.server] if remote else [])], cwd=self.folder,
                                       stdout=out, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)
        self.running.append(process)
        return process

    def register(self, users, address="127.0.0.11", port=5071):
        """Register telephones that ring at ``address``; True when the server took all of them."""
        table = self.folder / "users.csv"
        table.write_text("SEQUENTIAL\n" + "".join(
            f"{user};[authentication username={user} password={self.secret}]\n" for user in users))
        table.chmod(0o600)
        process = self.start("register", address, port, remote=True, inf=table, key=[("cport", port)], m=len(users), r=50)
        return process.wait(30) == 0

    def answer(self, address="127.0.0.11", port=5071, ring_ms=500, talk_ms=25000, **options):
        """Start telephones that answer."""
        return self.start("agent", address, port, words={"RINGMS": ring_ms, "TALKMS": talk_ms}, **options)

    def stop(self):
        """End what still runs."""
        for process in self.running:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
                process.wait()
        self.running.clear()


def main():
    parser = argparse.ArgumentParser(prog="python -m ops.demo_phones", description=__doc__)
    parser.add_argument("--sip-port", type=int, required=True)
    parser.add_argument("--folder", required=True)
    parser.add_argument("--port", type=int, default=5071)
    parser.add_argument("users", nargs="+")
    options = parser.parse_args()
    sipp = Sipp(options.folder, options.sip_port, os.environ["SIP_SECRET"])
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(0))
    try:
        while True:
            if not sipp.register(options.users, port=options.port):
                print("the phones could not register, trying again", flush=True)
                time.sleep(5)
                continue
            phones = sipp.answer(port=options.port, ring_ms=3000, talk_ms=60000)
            try:
                phones.wait(_AGAIN)
            except subprocess.TimeoutExpired:
                sipp.stop()
    finally:
        sipp.stop()


if __name__ == "__main__":
    main()
