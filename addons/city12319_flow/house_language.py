"""The language of the house: what is written down for everybody and for good is in it, whoever acts, and over which door.

Whoever is told something is told in the own language instead: see ``city12319.notice``.
"""


def written(records):
    """Return ``records`` in an environment whose words are those of the house: the language of the company."""
    # sudo: one setting, whoever acts
    return records.with_context(lang=records.env.company.sudo().partner_id.lang or records.env.lang)


def told_to(records, lang):
    """Return ``records`` in an environment whose words are those of a reader, or of the house when ``lang`` is not known."""
    return records.with_context(lang=lang) if lang else written(records)
