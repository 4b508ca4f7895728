"""The simulator's own log: one event a line, written before anybody is told."""

import json
import os


class Journal:
    def __init__(self, path):
        os.makedirs(os.path.dirname(os.path.abspath(path)), exist_ok=True)
        self.stream = open(path, "a", encoding="utf-8")  # noqa: SIM115 open as long as the simulator runs

    def write(self, event):
        """Append an event."""
        self.stream.write(json.dumps(event, ensure_ascii=False) + "\n")
        self.stream.flush()


def read(paths, start, end):
    """Return the events between two moments; a line that is still being written is left out."""
    events = []
    for path in paths:
        if not os.path.exists(path):
            continue
        with open(path, encoding="utf-8") as stream:
            for line in stream:
                try:
                    event = json.loads(line)
                except ValueError:
                    continue
                if start <= event["at"] <= end:
                    events.append(event)
    return events
