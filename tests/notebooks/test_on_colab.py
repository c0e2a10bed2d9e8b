"""Whole notebooks as on Colab: alone in an empty folder, and the course is fetched.

Every output has to be the saved one. What is fetched comes from a folder instead of
the repository's address; there is a stand-in for Colab's own package.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from test_set_up import ADDRESS, COLAB

import run

pytestmark = pytest.mark.skipif(not shutil.which("git"), reason="no git was found")

ROOT = Path(__file__).resolve().parents[2]


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
    shutil.copy(notebook_path, tmp_path)
    command = [sys.executable, "-m", "pytest", "-q", "--nbval", "--nbval-current-env"]
    done = subprocess.run(
        [*command, f"--rootdir={tmp_path}", notebook_path.name],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout[-5000:]
    assert (tmp_path / "cnn-companion" / "helpers").is_dir()
