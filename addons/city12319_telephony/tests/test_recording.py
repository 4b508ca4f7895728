import hashlib
import tempfile
from pathlib import Path
from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, new_test_user, tagged

from ..tools import recording_files
from .common import TelephonyCase

SOUND = b"RIFF\x24\x00\x00\x00WAVEfmt " + bytes(range(200))
PATH = "2026/11/23/a.wav"


class RecordingCase(TelephonyCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.spool, cls.archive = Path(folder.name) / "spool", Path(folder.name) / "archive"
        for root in (cls.spool, cls.archive):
            (root / PATH).parent.mkdir(parents=True)
        cls.env["ir.config_parameter"].set_param("city12319_telephony.recordings", f"{cls.spool}\n{cls.archive}\n")
        for name, group in (("statistician", "statistician"), ("department", "department")):
            cls.people[name] = new_test_user(cls.env, f"tel_{name}", groups=f"city12319_intake.group_{group}")

    def setUp(self):
        super().setUp()
        (self.spool / PATH).write_bytes(SOUND)
        self.addCleanup((self.spool / PATH).unlink, missing_ok=True)
        self.addCleanup((self.archive / PATH).unlink, missing_ok=True)
        self.ingest(*self.answered_events())
        self.recording = self.call().recording_ids


@tagged("post_install", "-at_install")
class TestRecordingKeeper(RecordingCase):
    """Files are found, checked, missed and removed; the card of a recording stays."""

    def keep(self):
        cron = type(self.env["ir.cron"])
        with patch.object(cron, "_commit_progress", lambda *_args, **_values: float("inf")):
            self.env["city12319.recording"]._cron_keep()

    def test_found_with_size_and_checksum(self):
        self.keep()
        self.assertEqual(
            (self.recording.state, self.recording.size, self.recording.sha256),
            ("present", len(SOUND), hashlib.sha256(SOUND).hexdigest()),
        )

    def test_told_of_twice_is_one_card(self):
        self.ingest(self.event("recording", 90, data={"file": PATH}), self.event("recording", 91, data={"file": "b.wav"}))
        self.assertEqual(self.call().recording_ids.mapped("path"), [PATH, "b.wav"])

    def test_missing_is_reported_once_and_found_again_in_the_archive(self):
        (self.spool / PATH).unlink()
        sent = []
        with patch.object(
            type(self.env["city12319.notice"]), "_send", lambda _self, *values, **_named: sent.append(values),
        ):
            self.keep()
            self.keep()
        self.assertEqual(self.recording.state, "missing")
        self.assertEqual(len(sent), 1)
        self.assertIn(self.call().name, sent[0][2])
        (self.archive / PATH).write_bytes(SOUND)
        self.keep()
        self.assertEqual((self.recording.state, self.recording.altered), ("present", False))

    def test_another_sound_under_the_same_name_is_noticed(self):
        self.keep()
        (self.spool / PATH).write_bytes(SOUND + b"x")
        self.recording._look(self.recording._roots())
        self.assertTrue(self.recording.altered)
        self.assertEqual(self.recording.sha256, hashlib.sha256(SOUND).hexdigest(), "what was found first")

    def test_removed_only_when_a_time_of_keeping_is_set_and_over(self):
        self.keep()
        self.assertTrue((self.spool / PATH).exists())
        self.env["ir.config_parameter"].set_param("city12319_telephony.keep_recordings_days", "30")
        self.keep()
        self.assertTrue((self.spool / PATH).exists(), "not old enough")
        self.env.cr.execute("UPDATE city12319_call SET offered_at = '2020-01-01' WHERE id = %s", (self.call().id,))
        self.env.invalidate_all()
        self.keep()
        self.assertFalse((self.spool / PATH).exists())
        self.assertEqual(self.recording.state, "removed")
        with self.assertRaises(AccessError):
            self.recording.unlink()

    def test_a_path_never_leads_out_of_its_folder(self):
        secret = self.spool.parent / "secret.wav"
        secret.write_bytes(b"x")
        self.addCleanup(secret.unlink)
        (self.spool / "link.wav").symlink_to(secret)
        self.addCleanup((self.spool / "link.wav").unlink)
        for path in ("../secret.wav", str(secret), "2026/../../secret.wav", "link.wav", "", "2026"):
            self.assertIsNone(recording_files.locate(path, [self.spool]), path)


@tagged("post_install", "-at_install")
class TestRecordingUrl(RecordingCase, HttpCase):
    """The sound goes to those who may hear it, in parts as players ask for it, and leaves a trace."""

    def get(self, person, url=None, **headers):
        user = self.people[person]
        user.sudo().password = f"{user.login}-9"
        self.authenticate(user.login, f"{user.login}-9")
        return self.url_open(url or f"/city12319/recording/{self.call().id}", headers=headers)

    def heard(self):
        return self.env["city12319.recording.access"].search([("recording_id", "=", self.recording.id)]).mapped("user_id")

    def test_the_agent_hears_the_own_call_whole_and_in_parts(self):
        whole = self.get("agent")
        self.assertEqual((whole.status_code, whole.content, whole.headers["Content-Type"]), (200, SOUND, "audio/wav"))
        self.assertIn("no-store", whole.headers["Cache-Control"])
        part = self.get("agent", Range="bytes=100-109")
        self.assertEqual((part.status_code, part.content), (206, SOUND[100:110]))
        self.assertEqual(part.headers["Content-Range"], f"bytes 100-109/{len(SOUND)}")
        self.assertEqual(len(self.heard()), 1, "a part from the middle is the same listening")

    def test_listening_is_noted(self):
        self.get("shift_leader", Range="bytes=0-")
        self.assertEqual(self.heard(), self.people["shift_leader"])
        with self.assertRaises(AccessError):
            self.as_(self.env["city12319.recording.access"], "agent").search([])

    def test_others_are_not_told_that_there_is_one(self):
        for person in ("other_agent", "statistician", "department"):
            with self.subTest(person=person):
                self.assertEqual(self.get(person).status_code, 404)
                self.assertEqual(self.get(person, f"/city12319/recording/file/{self.recording.id}").status_code, 404)
        self.assertFalse(self.heard())

    def test_without_a_session_there_is_the_login_page(self):
        response = self.url_open(f"/city12319/recording/{self.call().id}", allow_redirects=False)
        self.assertEqual(response.status_code, 303)
        self.assertIn("/web/login", response.headers["Location"])

    def test_a_missing_file_says_so(self):
        (self.spool / PATH).unlink()
        response = self.get("agent")
        self.assertEqual(response.status_code, 404)
        self.assertIn(self.call().name, response.text)
