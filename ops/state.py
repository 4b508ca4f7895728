"""What an installation remembers between commands: .hotline/state.json."""

import json
import os
import secrets

from .layout import state_folder

DEFAULTS = {"db": "city12319", "port": 8069, "listen": None, "workers": 2, "demo": True, "asterisk": False}


class State:
    """The remembered settings; given options override them and are remembered in turn."""

    def __init__(self, folder=None):
        self.folder = folder or state_folder()
        self.path = self.folder / "state.json"
        try:
            self.values = json.loads(self.path.read_text())
        except FileNotFoundError:
            self.values = {}

    def __getitem__(self, name):
        return self.values.get(name, DEFAULTS.get(name))

    def update(self, **values):
        """Remember values (None means: as before)."""
        self.values.update({name: value for name, value in values.items() if value is not None})

    def save(self):
        """Write the file whole; only its owner can read it."""
        self.folder.mkdir(parents=True, exist_ok=True)
        partial = self.path.with_suffix(".partial")
        partial.unlink(missing_ok=True)
        with open(os.open(partial, os.O_WRONLY | os.O_CREAT, 0o600), "w", encoding="utf-8") as stream:
            json.dump(self.values, stream, indent=1, sort_keys=True)
        partial.replace(self.path)

    def admin_passwd(self):
        """The master password of Odoo's database manager: random, made once."""
        if "admin_passwd" not in self.values:
            self.values["admin_passwd"] = secrets.token_urlsafe(24)
            self.save()
        return self.values["admin_passwd"]
