"""What can be wrong with a file that should hold a table."""

MESSAGES = {
    "empty": "The file holds no rows.",
    "too_large": "The file is too large (%(size)s; at most %(limit)s).",
    "too_many_rows": "The file has more than %(limit)s rows.",
    "encrypted": "The file is protected by a password. Save it without one.",
    "web_page": "The file is a web page that only carries the name of a spreadsheet. Open it and save it as xlsx.",
    "unreadable": "This is not a table that can be read: %(reason)s",
    "encoding": "The text is neither UTF-8 nor GB18030 (near byte %(position)s).",
    "quote": "A quotation mark that opens in row %(row)s is never closed.",
    "duplicate_headers": "The header row %(row)s names a column twice: %(headers)s",
    "no_such_sheet": "The file has no sheet “%(sheet)s”. It has: %(sheets)s",
    "formula": "%(cell)s holds a formula whose result was not saved. Open the file, save it, and try again.",
}


class TableError(Exception):
    """A file that cannot be read, with the reason as ``code`` (a key of MESSAGES) and ``details``."""

    def __init__(self, code, **details):
        super().__init__(MESSAGES[code] % details)
        self.code = code
        self.details = details
