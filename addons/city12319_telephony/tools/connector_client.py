"""Talks to the connector: one command, one answer. Needs nothing of Odoo."""

import requests

TIMEOUT = 8  # seconds: longer than the connector waits for the call centre


def send(url, token, command, arguments, key):
    """Send a command to the connector.

    :param key: the same key is carried out once, however often it is sent
    :return: dict with ``ok`` and, when it was not carried out, ``reason`` (a word) and ``detail`` (text of the call centre)
    """
    if not url or not token:
        return {"ok": False, "reason": "not_configured"}
    try:
        response = requests.post(
            f"{url.rstrip('/')}/command", json={"key": key, "command": command, "arguments": arguments},
            headers={"Authorization": f"Bearer {token}"}, timeout=TIMEOUT,
        )
        answer = response.json()
    except requests.Timeout:
        return {"ok": False, "reason": "timeout"}
    except (requests.RequestException, ValueError) as error:
        return {"ok": False, "reason": "unreachable", "detail": type(error).__name__}
    if not isinstance(answer, dict) or "ok" not in answer:
        return {"ok": False, "reason": "unreachable", "detail": f"HTTP {response.status_code}"}
    return answer
