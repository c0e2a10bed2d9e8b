"""Whole notebooks as on Colab: alone in an empty folder, and the course is fetched.

Every output has to be the saved one, but that a figure is HTML there, so that it has
its alt text. What is fetched comes from a folder instead of the repository's address;
there is a stand-in for Colab's own package.
"""

import html
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from test_set_up import ADDRESS, COLAB

import run

pytestmark = pytest.mark.skipif(not shutil.which("git"), reason="no git was found")

ROOT = Path(__file__).resolve().parents[2]
PIXELS = """[pixels]
regex: src="data:[^"]*"
replace: src=""
"""  # nbval doesn't compare pictures either


@pytest.fixture(scope="module")
def repository(tmp_path_factory):
    """A repository with the course's package and data as they are now."""
    folder = tmp_path_factory.mktemp("repository")
    for name in ("helpers", "data"):
        shutil.copytree(ROOT / name, folder / name)
    name = ["-c", "user.name=a", "-c", "user.email=a@b"]
    for words in (["init", "-q"], ["add", "."], [*name, "commit", "-qm", "all"]):
        subprocess.run(["git", *words], cwd=folder, check=True)
    return folder


@pytest.fixture(scope="module")
def environment(repository, tmp_path_factory):
    startup = tmp_path_factory.mktemp("ipython") / "profile_default" / "startup"
    startup.mkdir(parents=True)
    (startup / "00_colab.py").write_text(COLAB, encoding="utf-8")
    return {
        **os.environ,
        "IPYTHONDIR": str(startup.parents[1]),
        "PYTHONPATH": "",
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": f"url.{repository.as_uri()}.insteadOf",
        "GIT_CONFIG_VALUE_0": ADDRESS["Repository"],
        "PIP_NO_INDEX": "1",
    }


@pytest.mark.by_default(*run.ON_COLAB)
def test_every_output_is_as_saved(notebook_path, environment, tmp_path):
    notebook = nbformat.read(notebook_path, as_version=4)
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            as_there(output)
    nbformat.write(notebook, tmp_path / notebook_path.name)
    (tmp_path / "pixels").write_text(PIXELS)
    command = [sys.executable, "-m", "pytest", "-q", "--nbval", "--nbval-current-env"]
    command += ["--nbval-sanitize-with=pixels", f"--rootdir={tmp_path}"]
    done = subprocess.run(
        [*command, notebook_path.name],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout[-5000:]
    assert (tmp_path / "cnn-companion" / "helpers").is_dir()


def as_there(output):
    """Make of a saved figure what it is on Colab; an explorer's still has no height."""
    for kind, look in output.get("metadata", {}).items():
        if "height" in look:
            alt, sizes = html.escape(look.alt), (look.width, look.height)
            image = '<img width="{}" height="{}" alt="{}" src=""/>'.format(*sizes, alt)
            output.data["text/html"] = image
            del output.data[kind]
