"""What can be checked of the layout, the image and the sizes without running them."""

import ast
import re
import subprocess

import pytest
import yaml

from tests.test_texts import ROOT

PACKAGES = ("bot", "handlers", "services", "models")
SQL = {"select", "insert", "update", "delete", "execute", "scalar", "scalars", "commit", "flush"}


def functions() -> list[tuple[str, int]]:
    found = []
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                    size = (node.end_lineno or 0) - node.lineno + 1
                    found.append((f"{path.relative_to(ROOT)}:{node.name}", size))
    return found


def test_functions_are_short() -> None:
    sizes = sorted(size for _, size in functions())

    assert [name for name, size in functions() if size > 40] == []
    assert sizes[len(sizes) // 2] <= 8


def test_handlers_hold_no_sql() -> None:
    for path in (ROOT / "handlers").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            called = node.func if isinstance(node, ast.Call) else None
            name = getattr(called, "attr", getattr(called, "id", None))
            on_session = isinstance(called, ast.Name) or "session" in ast.dump(called or node)
            assert not (called and name in SQL and on_session), f"{path.name}:{node.lineno} {name}"


def test_the_image_takes_paths_that_exist_and_all_that_it_needs() -> None:
    dockerfile = (ROOT / "Dockerfile").read_text("utf-8")
    copied = {
        source
        for line in re.findall(r"^COPY (?!--from)(.+) \S+$", dockerfile, re.MULTILINE)
        for source in line.split()
    }
    kept = set(re.findall(r"^!(\S+)$", (ROOT / ".dockerignore").read_text(), re.MULTILINE))

    assert all((ROOT / source).exists() for source in copied)
    assert copied == kept
    assert copied >= {*PACKAGES, "migrations"}
    assert re.search(r"^USER nastavnik$", dockerfile, re.MULTILINE)


def test_compose_names_what_the_bot_reads() -> None:
    compose = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))
    services = compose["services"]

    assert services["bot"]["build"] == "."
    assert "@database/" in services["bot"]["environment"]["DATABASE_URL"]
    assert set(services["bot"]["depends_on"]) == {"database"}


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_package_is_pinned_and_hashed_and_names_no_host(name: str) -> None:
    pins = re.split(r"\n(?=\S)", (ROOT / name).read_text("utf-8"))
    packages = [pin for pin in pins if pin.strip() and not pin.startswith("#")]

    assert packages
    assert [
        pin.split()[0] for pin in packages if "==" not in pin or "--hash=sha256:" not in pin
    ] == []
    assert "://" not in "".join(packages)


def test_no_tracked_file_is_out_of_place() -> None:
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    top = {name.split("/")[0] for name in listed.stdout.splitlines()}
    allowed = {
        *PACKAGES, "migrations", "tests", "docs", ".ci", "Dockerfile", "pyproject.toml",
        "README.md", "Makefile", "compose.yaml", "requirements.txt", "requirements-dev.txt",
        "LICENSE", "CHANGELOG.md", "CONTRIBUTING.md", ".gitignore", ".dockerignore",
        ".env.example",
    }  # fmt: skip

    assert top <= allowed
