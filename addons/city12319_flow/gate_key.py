"""The key of the gate: a process-local object that no remote call can forge.

Gated fields may be written only while the environment's context carries this very object. JSON, XML-RPC, forms and
imports can put strings, numbers and lists into a context, never this object, so that they cannot get past the gate.
"""

_CONTEXT_KEY = "city12319_gate"
_KEY = object()


def is_open(env):
    """Tell whether ``env`` belongs to code that runs inside the gate."""
    return env.context.get(_CONTEXT_KEY) is _KEY


def opened(records):
    """Return ``records`` in an environment that may write gated fields. Only the gate and its hooks call this.

    What a caller put into the context must not reach the rows that the gate writes: ``default_…`` would fill in fields
    of orders, tasks and events, ``active_test`` would bring retired stages and transitions back.
    """
    context = {
        key: value for key, value in records.env.context.items()
        if not key.startswith("default_") and key != "active_test"
    }
    return records.with_context({**context, _CONTEXT_KEY: _KEY})


def closed(records):
    """Return ``records`` without the key, to hand them back to a caller outside the gate."""
    context = {key: value for key, value in records.env.context.items() if key != _CONTEXT_KEY}
    return records.with_context(context)
