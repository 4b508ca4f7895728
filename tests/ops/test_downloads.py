"""A broken download leaves nothing behind."""

import hashlib

import pytest

from ops import downloads
from ops.errors import ChecksumError, DownloadError, FileGone

CONTENT = b"city hotline" * 1000
SHA256 = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch):
    monkeypatch.setattr(downloads.time, "sleep", lambda seconds: None)


def test_a_good_file_arrives_whole(web_folder, tmp_path):
    folder, url = web_folder
    (folder / "a.deb").write_bytes(CONTENT)
    assert downloads.fetch(f"{url}/a.deb", tmp_path / "got/a.deb", SHA256).read_bytes() == CONTENT
    assert [path.name for path in (tmp_path / "got").iterdir()] == ["a.deb"]


def test_a_wrong_checksum_leaves_nothing_and_names_both(web_folder, tmp_path):
    folder, url = web_folder
    (folder / "a.deb").write_bytes(CONTENT + b"!")
    with pytest.raises(ChecksumError) as caught:
        downloads.fetch(f"{url}/a.deb", tmp_path / "got/a.deb", SHA256)
    assert SHA256 in caught.value.message and "again" in caught.value.advice
    assert list((tmp_path / "got").iterdir()) == []


def test_a_connection_that_ends_early_leaves_nothing(web_folder, tmp_path):
    with pytest.raises(DownloadError) as caught:
        downloads.fetch(f"{web_folder[1]}/cut-a.deb", tmp_path / "got/a.deb", SHA256)
    assert "bundle" in caught.value.advice
    assert list((tmp_path / "got").iterdir()) == []


def test_a_file_that_is_gone_is_told_from_no_network(web_folder, tmp_path):
    with pytest.raises(FileGone):
        downloads.fetch(f"{web_folder[1]}/none", tmp_path / "none")
    with pytest.raises(DownloadError) as caught:
        downloads.fetch("http://127.0.0.1:9/none", tmp_path / "none")
    assert not isinstance(caught.value, FileGone)


def test_an_earlier_good_file_survives_a_bad_download(web_folder, tmp_path):
    folder, url = web_folder
    (folder / "a.deb").write_bytes(b"bad")
    (tmp_path / "a.deb").write_bytes(CONTENT)
    with pytest.raises(ChecksumError):
        downloads.fetch(f"{url}/a.deb", tmp_path / "a.deb", SHA256)
    assert (tmp_path / "a.deb").read_bytes() == CONTENT
