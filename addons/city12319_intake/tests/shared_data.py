"""Real data beside the project, for tests that show the addon on it. Absent on most machines."""

import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def shared_file(*parts):
    """Return the path of a file below ``../shared/data``; skip the calling test when it is not there."""
    path = ROOT.parent.joinpath("shared", "data", *parts)
    if not path.is_file():
        raise unittest.SkipTest(f"real data not found: {path}")
    return path
