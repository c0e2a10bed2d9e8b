"""What all tests share: the kernels' environment, the notebooks' fixture, the notes."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parent

# A kernel runs in the notebook's folder and doesn't see pytest's own path.
os.environ["PYTHONPATH"] = str(ROOT)

# The saved outputs were made under a machine's default settings (tools/execute.py).
# The kernels here run with one thread and without the CPU's vector instructions: so
# the comparison itself proves that the digits don't depend on them.
DEFAULT_ENVIRONMENT = dict(os.environ)
os.environ["OMP_NUM_THREADS"] = "1"
os.environ["ATEN_CPU_CAPABILITY"] = "default"


@pytest.fixture(scope="session")
def default_environment():
    """The environment without the tests' own settings: what a reader has."""
    return DEFAULT_ENVIRONMENT


def pytest_addoption(parser):
    parser.addoption("--only", default="", help="notebooks by number, like 01,02")


def pytest_generate_tests(metafunc):
    """A test that asks for `notebook_path` is run once for each notebook."""
    if "notebook_path" in metafunc.fixturenames:
        only = [word for word in metafunc.config.getoption("only").split(",") if word]
        paths = sorted((ROOT / "notebooks").glob("[0-9][0-9]_*.ipynb"))
        paths = [path for path in paths if not only or path.name[:2] in only]
        names = [path.stem for path in paths]
        metafunc.parametrize("notebook_path", paths, ids=names, scope="module")


def pytest_terminal_summary(terminalreporter):
    """Print what tests noted with record_property("note", ...): measured times."""
    notes = [
        value
        for reports in terminalreporter.stats.values()
        for report in reports
        for name, value in getattr(report, "user_properties", [])
        if name == "note" and report.when == "call"
    ]
    if notes:
        terminalreporter.section("measured")
        for note in notes:
            terminalreporter.write_line(note)
