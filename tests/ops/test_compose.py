"""docker-compose.yml: valid, healthy by checks, and without any password."""

import os
import re
import shutil
import subprocess

import pytest
import yaml

from ops.layout import CHECKOUT

FILE = CHECKOUT / "docker-compose.yml"
SECRETS = {"POSTGRES_PASSWORD": "one", "HOTLINE_ADMIN_PASSWORD": "two"}


def compose(*arguments, **environment):
    if not shutil.which("docker-compose"):
        pytest.skip("docker-compose is not installed (apt-get install docker-compose)")
    bare = {name: value for name, value in os.environ.items() if name not in SECRETS}
    return subprocess.run(["docker-compose", "-f", str(FILE), *arguments], capture_output=True, text=True,
                          env={**bare, **environment}, cwd=CHECKOUT)


@pytest.fixture
def services():
    return yaml.safe_load(FILE.read_text())["services"]


def test_it_is_valid():
    result = compose("config", **SECRETS)
    assert result.returncode == 0, result.stderr
    assert yaml.safe_load(result.stdout)["services"]["db"]["environment"]["POSTGRES_PASSWORD"] == "one"


@pytest.mark.parametrize("missing", SECRETS)
def test_a_missing_secret_is_named(missing):
    result = compose("config", **{name: value for name, value in SECRETS.items() if name != missing})
    assert result.returncode != 0 and missing in result.stderr


def test_no_password_stands_in_the_file(services):
    for service in services.values():
        for name, value in service.get("environment", {}).items():
            if "PASSWORD" in name and value is not None:  # None: handed through from the environment
                assert re.fullmatch(r"\$\{\w+:\?[^}]+\}", value), name


def test_the_images_are_the_official_ones(services):
    assert services["db"]["image"] == "postgres:17"
    assert services["odoo"]["build"]["dockerfile"] == "config/Dockerfile"
    assert "FROM odoo:19.0\n" in (CHECKOUT / "config/Dockerfile").read_text()
    assert services["kannel"]["build"]["dockerfile"] == "config/kannel/Dockerfile"
    assert "FROM debian:12-slim\n" in (CHECKOUT / "config/kannel/Dockerfile").read_text()


def test_every_service_has_a_health_check_and_data_is_in_volumes(services):
    assert all("healthcheck" in service for service in services.values())
    assert any(volume.startswith("database:") for volume in services["db"]["volumes"])
    assert any(volume.startswith("messages:") for volume in services["kannel"]["volumes"])
    assert any(volume.startswith("files:") for volume in services["odoo"]["volumes"])


def test_only_the_front_is_open_to_the_network(services):
    assert [name for name, service in services.items() if "ports" in service] == ["front"]


def test_the_start_script_is_sound_shell():
    subprocess.run(["sh", "-n", str(CHECKOUT / "config/container-start")], check=True)


def test_the_sms_gateway_starts_only_when_asked_for(services):
    assert services["kannel"]["profiles"] == ["sms"]


def kannel_config(**environment):
    return subprocess.run(["bash", str(CHECKOUT / "config/kannel/container-start"), "config"], capture_output=True,
                          text=True, env={**os.environ, **environment})


def test_the_configuration_of_the_sms_gateway_is_filled_in():
    result = kannel_config(KANNEL_PASSWORD=r"a&b\1/{x}")
    assert result.returncode == 0, result.stderr
    assert 'password = "a&b\\1/{x}"' in result.stdout
    assert not re.search(r"\{\w+\}", result.stdout.replace("{x}", "")), result.stdout


def test_the_sms_gateway_wants_a_password():
    result = kannel_config(KANNEL_PASSWORD="")
    assert result.returncode != 0 and "KANNEL_PASSWORD" in result.stderr
