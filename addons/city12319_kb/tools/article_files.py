"""Texts of office files as articles: docx with its headings, lists and tables, the text of a PDF. No ORM.

What cannot be read is an :class:`ArticleFileError` with a ``code``; nothing is guessed.
"""

import html
import io
import re
import zipfile

MAX_BYTES = 20 * 1024 * 1024
MAX_PAGES = 300
_TITLE = 128
_PARAGRAPH = re.compile(r"\n\s*\n")
_HEADING = re.compile(r"<h[1-3][^>]*>(.*?)</h[1-3]>", re.DOTALL)
_TAG = re.compile(r"<[^>]+>")


class ArticleFileError(ValueError):
    """The file cannot become an article; ``code`` says why."""

    def __init__(self, code):
        super().__init__(code)
        self.code = code


def read_article(data, name):
    """Return (title, HTML) of a docx or PDF file.

    The title is the first heading, else the name of the file without its ending.
    """
    if len(data) > MAX_BYTES:
        raise ArticleFileError("too_large")
    if data.startswith(b"PK\x03\x04"):
        markup = _docx(data)
    elif data.startswith(b"%PDF"):
        markup = _pdf(data)
    else:
        raise ArticleFileError("unknown")
    if not _TAG.sub("", markup).strip():
        raise ArticleFileError("empty")
    heading = _HEADING.search(markup)
    title = html.unescape(_TAG.sub("", heading.group(1))).strip() if heading else ""
    return (title or re.sub(r"\.[A-Za-z]{2,5}$", "", name).strip())[:_TITLE], markup


def _docx(data):
    import mammoth
    try:
        return mammoth.convert_to_html(io.BytesIO(data), convert_image=mammoth.images.img_element(_no_image)).value
    except (zipfile.BadZipFile, KeyError, OSError, ValueError) as error:
        raise ArticleFileError("broken") from error


def _no_image(_image):
    return {"src": ""}  # pictures stay in the file, which is attached to the article


def _pdf(data):
    import pypdf
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted:
            raise ArticleFileError("locked")
        if len(reader.pages) > MAX_PAGES:
            raise ArticleFileError("too_large")
        text = "\n\n".join(page.extract_text() or "" for page in reader.pages)
    except pypdf.errors.PyPdfError as error:
        raise ArticleFileError("broken") from error
    paragraphs = [re.sub(r"\s*\n\s*", " ", part).strip() for part in _PARAGRAPH.split(text)]
    return "".join(f"<p>{html.escape(part)}</p>" for part in paragraphs if part)
