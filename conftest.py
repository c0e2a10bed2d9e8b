"""What all tests share: the kernels' environment, what runs when, the last table."""

import os
from collections import Counter
from itertools import chain
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from xdist.scheduler import LoadFileScheduling

from tools.execute import peak_memory

ROOT = Path(__file__).parent

# A kernel runs in the notebook's folder and doesn't see pytest's own path.
os.environ["PYTHONPATH"] = str(ROOT)

# The saved outputs were made under a machine's default settings (tools/execute.py).
# The kernels here run with one thread, and with --thorough without the CPU's vector
# instructions: so the comparison itself proves that the digits don't depend on them.
DEFAULT_ENVIRONMENT = dict(os.environ)
os.environ["OMP_NUM_THREADS"] = "1"


@pytest.fixture(scope="session")
def default_environment():
    """The environment without the tests' own settings: what a reader has."""
    return DEFAULT_ENVIRONMENT


def pytest_addoption(parser):
    parser.addoption("--only", default="", help="notebooks by number, like 01,02")
    parser.addoption(
        "--thorough", action="store_true", help="also what takes long and seldom breaks"
    )


def pytest_configure(config):
    config.addinivalue_line("markers", "thorough: only run with --thorough")
    config.addinivalue_line(
        "markers", "by_default(*numbers): of other notebooks when asked, or --thorough"
    )
    if config.getoption("thorough"):
        os.environ["ATEN_CPU_CAPABILITY"] = "default"
    # Whether a test passes doesn't depend on how quick or busy the machine is.
    examples = 1000 if config.getoption("thorough") else 15
    patient = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
    settings.register_profile("patient", max_examples=examples, **patient)
    settings.load_profile("patient")


# What takes longest runs first, whole files each; the many small ones fill the cores
# at the end. (pytest itself forgets the order of arguments that lie in each other.)
LONGEST = ["tests/browser/test_every_notebook.py", "tests/browser"]
LONGEST += ["tests/notebooks/test_on_colab.py", "notebooks"]


def pytest_collection_modifyitems(config, items):
    """Leave out what is thorough; the longest first."""

    def place(item):
        starts = [item.path.is_relative_to(ROOT / path) for path in LONGEST]
        return [*starts, True].index(True)

    items.sort(key=place)
    if not config.getoption("thorough"):
        left_out = {item for item in items if item.get_closest_marker("thorough")}
        config.hook.pytest_deselected(items=list(left_out))
        items[:] = [item for item in items if item not in left_out]


def pytest_generate_tests(metafunc):
    """A test that asks for `notebook_path` is run once for each notebook."""
    if "notebook_path" in metafunc.fixturenames:
        only = [word for word in metafunc.config.getoption("only").split(",") if word]
        paths = sorted((ROOT / "notebooks").glob("[0-9][0-9]_*.ipynb"))
        paths = [path for path in paths if not only or path.name[:2] in only]
        names = [path.stem for path in paths]
        default = metafunc.definition.get_closest_marker("by_default")
        if default and not only:
            others = [path for path in paths if path.name[:2] not in default.args]
            mark = pytest.mark.thorough
            paths = [pytest.param(p, marks=mark) if p in others else p for p in paths]
        metafunc.parametrize("notebook_path", paths, ids=names, scope="module")


class OneBrowser(LoadFileScheduling):
    """A file's tests run on one core, and those in the browser too, which share it."""

    def _split_scope(self, nodeid):
        inside = nodeid.startswith("tests/browser/")
        return "tests/browser" if inside else super()._split_scope(nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    return OneBrowser(config, log)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Note a notebook's peak memory while its kernel is still there."""
    report = yield
    if item.path.suffix == ".ipynb" and call.when == "call":
        peak = peak_memory(item.parent.kernel.km.provisioner.pid)
        report.user_properties.append(("peak", peak))
    return report


def pytest_terminal_summary(terminalreporter):
    """Print seconds and memory of each notebook, and what tests noted."""
    seconds, peak, notes = Counter(), Counter(), []
    for report in chain(*terminalreporter.stats.values()):
        name = Path(getattr(report, "fspath", "")).stem
        for what, value in getattr(report, "user_properties", []):
            if what == "peak" and report.when == "call":
                seconds[name] += report.duration
                peak[name] = max(peak[name], value)
            elif what == "note" and report.when == "call":
                notes.append(value)
    if seconds:
        terminalreporter.section("notebooks: seconds and peak memory")
        for name in sorted(seconds):
            line = f"{name:32} {seconds[name]:6.0f} s {peak[name]:8.0f} MB"
            terminalreporter.write_line(line)
    if notes:
        terminalreporter.section("measured")
        for note in notes:
            terminalreporter.write_line(note)
