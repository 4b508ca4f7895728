"""Written rules on real messages: the figures of docs/dispatch-rules.md hold."""

import importlib.util
import re
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent


def load():
    spec = importlib.util.spec_from_file_location("real_messages", HERE / "real_messages.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up there
    spec.loader.exec_module(module)
    return module


real_messages = load()


def test_rules_can_be_compiled_and_every_one_names_a_unit():
    router = real_messages.Router(with_categories=True)
    assert len(router.index.rules) == len(router.units) > 100
    assert all(router.units.values())


def test_figures_of_the_page_for_administrators():
    if not real_messages.MESSAGES.is_file():
        pytest.skip(f"real messages not found: {real_messages.MESSAGES}")
    page = (real_messages.CHECKOUT / "docs" / "dispatch-rules.md").read_text(encoding="utf-8")
    for figure in real_messages.measure():
        assert str(figure) in page, f"docs/dispatch-rules.md says otherwise: {figure}"
        assert re.search(r"\d", str(figure))
        assert figure.right >= figure.messages / 2, figure
