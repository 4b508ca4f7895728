"""Small sound files that stand for recorded talks: two voices as tones that take turns."""

import math
import wave

RATE, SECONDS = 8000, 10
VOICES = (210, 330)


def write_talk(file, seed):
    """Write a WAV of some seconds to ``file`` (a path); another ``seed`` sounds different."""
    file.parent.mkdir(parents=True, exist_ok=True)
    turns = b"".join(_turn(VOICES[turn % 2] + seed % 60, 1) for turn in range(2))
    with wave.open(str(file), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(RATE)
        sound.writeframes(turns * (SECONDS // 2))


def _turn(pitch, seconds):
    count = RATE * seconds
    return bytes(
        int(128 + 60 * math.sin(2 * math.pi * pitch * n / RATE) * abs(math.sin(5 * math.pi * n / count))) for n in range(count)
    )
