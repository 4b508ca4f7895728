from odoo import api, models

from ...tools import pdf
from .order import ORDER

# steps whose photos show the place after the work, unless the name of the file says otherwise
AFTER = ("feedback", "assist_answer", "check_pass", "check_fail")
BEFORE = ("处理前", "整改前", "前.", "before")


class CaseFileBlocks(models.AbstractModel):
    """Blocks about the files of a case: photos before and after, and the list of all files."""

    _inherit = "city12319.sheet.blocks"

    @api.model
    def _kinds(self):
        return {**super()._kinds(), "case_files": (self.env._("Case: list of files"), ORDER)}

    def _block_case_files(self, order, sheet, text):
        rows = [
            [number, file.name, file.mimetype, self._size(file.file_size), file.create_uid.name, self._when(file.create_date)]
            for number, file in enumerate(self._files_of(order), start=1)
        ]
        head = [
            self.env._("No."), self.env._("File"), self.env._("Kind"), self.env._("Size"), self.env._("By"),
            self.env._("Moment"),
        ]
        return self._listing(sheet, self.env._("Files"), head, rows, [0.7, 3.8, 1.8, 1.2, 1.4, 2.1], align="cllrlc")

    @api.model
    def _size(self, size):
        return f"{size / 1024:,.0f} KB" if size < 1024 ** 2 else f"{size / 1024 ** 2:,.1f} MB"

    @api.model
    def _files_of(self, record):
        """The files of a record and of its events that the person may read, each once, oldest first."""
        own = self.env["ir.attachment"].search([
            ("res_model", "=", record._name), ("res_id", "=", record.id), ("res_field", "=", False),
        ])
        files = (own | record.event_ids.attachment_ids.with_env(self.env))._filtered_access("read").sorted("id")
        seen = {}
        for file in files:
            seen.setdefault(file.checksum or file.id, file.id)
        return files.browse(seen.values())

    @api.model
    def _photos_after(self, order):
        events = order.event_ids.filtered(lambda event: event.code in AFTER)
        files = self._files_of(order) & events.attachment_ids.with_env(self.env)
        return files.filtered(lambda file: not any(word in (file.name or "").lower() for word in BEFORE))

    @api.model
    def _photos_before(self, order):
        return self._files_of(order) - self._photos_after(order)

    @api.model
    def _photos(self, files, sheet, title):
        """The pictures among the files under a heading; nothing when there are none."""
        photos = files.filtered(lambda file: (file.mimetype or "").startswith("image/"))
        if not photos:
            return []
        grid = pdf.photo_grid(
            sheet.width,
            [
                pdf.Photo(
                    self._reader(photo), self._who_when(photo.name, photo.create_uid.name, self._when(photo.create_date)),
                )
                for photo in photos
            ],
            broken=self.env._("This file is not a readable picture"),
        )
        return [*pdf.heading(title, room=90), *grid]

    @api.model
    def _reader(self, photo):
        """Read one file when its turn comes, and let go of it: photos are large and many."""
        def read():
            content = photo.with_prefetch().raw
            photo.invalidate_recordset(["raw"])
            return content or b""
        return read
