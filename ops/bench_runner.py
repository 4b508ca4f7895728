"""Runs one bench module in the tests' Python and prints what it measured: FILE json|text."""

import contextlib
import importlib.util
import json
import sys


def main(path, form):
    """Import the module, run it, print one line per measurement on the real standard output."""
    spec = importlib.util.spec_from_file_location("bench", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    with contextlib.redirect_stdout(sys.stderr):
        results = list(module.run())
    for result in results:
        print(json.dumps(result, ensure_ascii=False) if form == "json" else as_text(result), flush=True)


def as_text(result):
    """A measurement as a readable line."""
    line = f"{result['name']}: median {result['median']:.4g} {result['unit']}, p95 {result['p95']:.4g}, n {result['n']}"
    if "p99" in result:
        line += f", p99 {result['p99']:.4g}"
    if result.get("beside"):
        line += f"; beside {result['beside']}: {result['beside_median']:.4g} (ratio {result['ratio']:.2f})"
    return line


if __name__ == "__main__":
    main(*sys.argv[1:])
