"""The linters, the import contracts and Django's own checks."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

BASE_DIR = Path(__file__).resolve().parent.parent
LINT_IMPORTS = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports())"
PRODUCTION = {
    "DEBUG": "",
    "PERHEPALVELUT_DEMO": "",
    "SECRET_KEY": "production-like-" + "0123456789abcdefghijklmnopqrstuvwxyz" * 2,
    "SITE_URL": "https://perhepalvelut.example",
    "ALLOWED_HOSTS": "perhepalvelut.example",
}


def run(*arguments: str, **environment: str) -> None:
    finished = subprocess.run(
        [sys.executable, *arguments],
        cwd=BASE_DIR,
        env={k: v for k, v in os.environ.items() if k != "DJANGO_ALLOW_ASYNC_UNSAFE"} | environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert finished.returncode == 0, finished.stdout


def test_ruff_finds_nothing() -> None:
    run("-m", "ruff", "check", "--quiet", ".")


def test_ruff_would_format_nothing() -> None:
    run("-m", "ruff", "format", "--check", "--quiet", ".")


def test_imports_go_one_way() -> None:
    run("-c", LINT_IMPORTS)


def test_types_hold() -> None:
    run("-m", "mypy")


def test_templates_lint() -> None:
    run("-m", "djlint", "--lint", "--quiet", "templates")


def test_no_migration_is_missing() -> None:
    run("manage.py", "makemigrations", "--check", "--dry-run")


def test_production_settings_pass_the_deployment_check() -> None:
    run("manage.py", "check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-test.txt"])
def test_requirements_are_hashed_and_name_no_host(name: str) -> None:
    lines = (BASE_DIR / name).read_text().splitlines()
    pinned = [line for line in lines if not line.startswith(" ")]
    assert not [line for line in lines if "://" in line or line.startswith("-")]
    assert all("==" in line and line.endswith("\\") for line in pinned)
