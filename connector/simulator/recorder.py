"""Recordings of simulated calls: a tone as long as the talk, in the format that Asterisk writes."""

import math
import struct
import wave
from pathlib import Path

_RATE, _LONGEST = 8000, 60
_SECOND = struct.pack(f"<{_RATE}h", *(int(6000 * math.sin(2 * math.pi * 440 * n / _RATE)) for n in range(_RATE)))


class Recorder:
    def __init__(self, folder):
        self.folder = Path(folder)

    def __call__(self, name, seconds):
        """Write a recording below the folder."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with wave.open(str(path), "wb") as sound:
            sound.setnchannels(1)
            sound.setsampwidth(2)
            sound.setframerate(_RATE)
            sound.writeframes(_SECOND * min(max(round(seconds), 1), _LONGEST))
