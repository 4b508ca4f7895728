"""The pinned package, or the newest 19.0 when it has left the archive."""

import hashlib
import lzma

import pytest

from ops import debian_archive
from ops.debian_archive import Package, newest, obtain, obtain_local, version_key, versions_in_index
from ops.errors import ChecksumError, DownloadError

PINNED = Package("odoo-19", "19.0.0+dfsg-1", "sid", "pool/o/odoo-19_19.0.0+dfsg-1_all.deb",
                 hashlib.sha256(b"pinned").hexdigest(), "19.0")


def paragraph(version, content, name="odoo-19"):
    return (f"Package: {name}\nVersion: {version}\nDescription: x\n more: text\n"
            f"Filename: pool/o/{name}_{version}_all.deb\nSHA256: {hashlib.sha256(content).hexdigest()}\n")


@pytest.fixture
def archive(web_folder):
    """An archive that has lost the pinned version: (folder, url)."""
    folder, url = web_folder
    index = folder / "dists/sid/main/binary-all"
    index.mkdir(parents=True)
    (folder / "pool/o").mkdir(parents=True)
    versions = {"19.0.2+dfsg-1": b"two", "19.0.10+dfsg-1~rc1": b"candidate", "19.0.10+dfsg-1": b"ten", "20.0-1": b"20"}
    text = "\n".join(paragraph(version, content) for version, content in versions.items())
    (index / "Packages.xz").write_bytes(lzma.compress(text.encode()))
    for version, content in versions.items():
        (folder / f"pool/o/odoo-19_{version}_all.deb").write_bytes(content)
    return folder, url


@pytest.fixture(autouse=True)
def pinned_is_the_lock(monkeypatch):
    monkeypatch.setattr(debian_archive, "pinned_packages", lambda lock=None: [PINNED])


def test_the_pinned_version_is_taken_when_it_is_there(archive, tmp_path):
    folder, url = archive
    (folder / PINNED.file).write_bytes(b"pinned")
    path, found = obtain(PINNED, url, tmp_path / "d")
    assert found == PINNED and path.read_bytes() == b"pinned"


def test_a_pinned_version_that_is_gone_is_replaced_loudly_by_the_newest_of_its_series(archive, tmp_path, capsys):
    path, found = obtain(PINNED, archive[1], tmp_path / "d")
    assert found.version == "19.0.10+dfsg-1" and path.read_bytes() == b"ten"
    message = capsys.readouterr().err
    assert "19.0.0+dfsg-1" in message and "19.0.10+dfsg-1" in message and "!!!" in message


def test_the_replacement_is_found_again_without_a_network(archive, tmp_path):
    obtain(PINNED, archive[1], tmp_path / "d")
    path, found = obtain(PINNED, "http://127.0.0.1:9", tmp_path / "d")
    assert found.version == "19.0.10+dfsg-1" and path.read_bytes() == b"ten"


def test_an_archive_without_the_series_says_what_to_do(web_folder, tmp_path):
    folder, url = web_folder
    (folder / "dists/sid/main/binary-all").mkdir(parents=True)
    (folder / "dists/sid/main/binary-all/Packages.xz").write_bytes(lzma.compress(paragraph("20.0-1", b"x").encode()))
    with pytest.raises(DownloadError) as caught:
        newest(PINNED, url, tmp_path)
    assert "--odoo-package" in caught.value.advice
    assert not list(tmp_path.glob("Packages*"))


def test_an_index_is_read_by_package_and_series():
    text = "\n".join([paragraph("19.0.1-1", b"x"), paragraph("19.0.1-1", b"x", "odoo-19-doc"),
                      paragraph("19.1-1", b"x")])
    assert [found.version for found in versions_in_index(text, PINNED)] == ["19.0.1-1"]


@pytest.mark.parametrize("lower, higher", [
    ("19.0.0+dfsg-1", "19.0.0+dfsg-2"), ("19.0.9-1", "19.0.10-1"), ("19.0~rc1-1", "19.0-1"),
    ("9:1-1", "10:0-1"), ("19.0-1", "19.0+dfsg-1"), ("1.0", "1.0a"), ("3.0-1~bpo", "3.0-1"),
])
def test_versions_sort_as_debian_sorts_them(lower, higher):
    assert version_key(lower) < version_key(higher)


def test_a_local_copy_of_the_pinned_version_must_have_its_checksum(tmp_path):
    copy = tmp_path / "copy.deb"
    copy.write_bytes(b"pinned")
    assert obtain_local(PINNED, copy, PINNED.version, tmp_path / "d")[1] == PINNED
    copy.write_bytes(b"changed")
    with pytest.raises(ChecksumError):
        obtain_local(PINNED, copy, PINNED.version, tmp_path / "e")
    assert not (tmp_path / "e").exists()


def test_a_local_copy_of_another_19_0_is_taken_with_a_warning(tmp_path, capsys):
    copy = tmp_path / "copy.deb"
    copy.write_bytes(b"newer")
    assert obtain_local(PINNED, copy, "19.0.5-1", tmp_path / "d")[1].version == "19.0.5-1"
    assert "19.0.5-1" in capsys.readouterr().err
    with pytest.raises(DownloadError):
        obtain_local(PINNED, copy, "18.0-1", tmp_path / "d")
