"""What is said about a table that cannot be read, and about its cells, in the reader's language."""

_FILE = {
    "empty": lambda env, _d: env._("The file holds no rows."),
    "too_large": lambda env, d: env._("The file is too large (%(size)s; at most %(limit)s).", **d),
    "too_many_rows": lambda env, d: env._("The file has more than %(limit)s rows. Split it.", **d),
    "encrypted": lambda env, _d: env._("The file is protected by a password. Save it without one."),
    "web_page": lambda env, _d: env._(
        "The file is a web page that only carries the name of a spreadsheet. Open it and save it as xlsx."),
    "unreadable": lambda env, d: env._("This is not a table that can be read: %(reason)s", **d),
    "encoding": lambda env, d: env._("The text is neither UTF-8 nor GB18030 (near byte %(position)s).", **d),
    "quote": lambda env, d: env._("A quotation mark that opens in row %(row)s is never closed.", **d),
    "duplicate_headers": lambda env, d: env._("The header row %(row)s names a column twice: %(headers)s", **d),
    "no_such_sheet": lambda env, d: env._("The file has no sheet “%(sheet)s”. It has: %(sheets)s", **d),
    "formula": lambda env, d: env._(
        "%(cell)s holds a formula whose result was not saved. Open the file, save it, and try again.", **d),
}

_CELL = {
    "required": lambda env, _d: env._("This is required, and the table says nothing."),
    "date": lambda env, _d: env._("This is not a date or time that can be read, such as 2018-03-22 10:05."),
    "clock": lambda env, _d: env._("This is not a time of day, such as 10:05."),
    "future": lambda env, _d: env._("This lies in the future."),
    "boolean": lambda env, _d: env._("This is neither yes nor no."),
    "number": lambda env, d: env._("This is not a number from %(low)s to %(high)s.", **d),
    "unknown": lambda env, _d: env._(
        "This is not in the list. Add a synonym for it, or let unknown words become “other”."),
    "ambiguous": lambda env, _d: env._(
        "This could be more than one entry of the list. Use the code, or add a synonym."),
    "same_number": lambda env, d: env._("Row %(row)s has the same number and says something else.", **d),
    "cells": lambda env, d: env._("The row has %(cells)s cells, the header only %(headers)s.", **d),
    "no_column": lambda env, _d: env._("No column of the table gives this. Choose one."),
    "two_columns": lambda env, d: env._("Two columns are meant for this: %(headers)s.", **d),
    "refused": lambda env, d: d["message"],
    # notices
    "other": lambda env, _d: env._("Not in the list: becomes “other”, and the word is kept in the ticket."),
    "person": lambda env, _d: env._("No such user: the name is kept in the ticket."),
    "phone": lambda env, _d: env._("This does not look like a telephone number. It is kept as it is written."),
    "repeated": lambda env, d: env._("The same as row %(row)s: not imported a second time.", **d),
}


def file_message(env, error):
    """Return the text for a TableError."""
    return _FILE[error.code](env, error.details)


def cell_message(env, problem):
    """Return the text for a Problem of a cell."""
    return _CELL[problem.code](env, problem.details)
