"""What `run.py lab` opens, and the start page."""

import json
from pathlib import Path

import pytest

from helpers import checks
from tools import lab, start

URL = "--LabApp.default_url=/lab/tree"


@pytest.fixture
def opened(monkeypatch, tmp_path):
    """The arguments with which JupyterLab would have been started; work/ is empty."""
    calls = []
    monkeypatch.setattr(lab, "WORK", tmp_path / "work")
    monkeypatch.setattr(lab, "jupyterlab", calls.append)
    return calls


def test_lab_opens_the_start_page_or_a_copy(opened, tmp_path):
    work = tmp_path / "work"
    lab.main(["lab"])
    lab.main(["lab", "01_convolution_1d.ipynb", "--no-browser"])
    assert opened[0][-1] == f"{URL}/work/00_start.ipynb"
    assert opened[1][-2:] == [f"{URL}/work/01_convolution_1d.ipynb", "--no-browser"]
    assert all(f"--FileContentsManager.preferred_dir={work}" in call for call in opened)
    originals = [path.name for path in lab.NOTEBOOKS.glob("*.ipynb")]
    copies = {path.name for path in work.glob("*.ipynb")}
    assert copies == {start.NAME, *originals}


def test_authors_open_the_originals(opened):
    lab.main(["lab", "--originals", "01_convolution_1d.ipynb"])
    assert opened[0][-1] == f"{URL}/notebooks/01_convolution_1d.ipynb"
    assert "--originals" not in opened[0] and not lab.WORK.exists()


def test_present_saves_nothing_and_says_what_to_run(opened, monkeypatch, tmp_path):
    monkeypatch.setattr(lab.sys, "prefix", str(tmp_path))
    lab.main(["present", "01_convolution_1d.ipynb"])
    (place,) = [w for w in opened[0] if w.startswith("--LabApp.app_settings_dir=")]
    folder = Path(place.partition("=")[2])
    settings = json.loads((folder / "overrides.json").read_text())
    assert settings["@jupyterlab/docmanager-extension:plugin"] == {"autosave": False}
    wanted = json.loads((folder / "page_config.json").read_text())["coursePresent"]
    asked = json.loads(wanted)
    assert asked["path"] == "notebooks/01_convolution_1d.ipynb"
    assert asked["cells"][:2] == [1, 2] and len(asked["cells"]) > 5


def test_reset_opens_nothing(opened, capsys):
    assert lab.main(["reset", "01_convolution_1d.ipynb"]) == 0
    assert not opened and "is as at the beginning" in capsys.readouterr().out


def test_the_start_page_lists_all_notebooks_and_what_is_passed(monkeypatch, tmp_path):
    kept = tmp_path / "progress.json"
    kept.write_text(json.dumps(["conv1d", "smooth", "top5", "nonsense"]))
    monkeypatch.setenv("CNN_COURSE_PROGRESS", str(kept))
    text = start.page().cells[0].source
    for path in lab.NOTEBOOKS.glob("[0-9]*.ipynb"):
        assert f"]({path.name}) | " in text
    assert text.count(" of 4 |") >= 6 and text.count("| 2 of 4 |") == 1
    assert set(checks.NOTEBOOKS) == {f"nb{row[0][:2]}" for row in start.contents()}


def test_the_environment_is_examined(monkeypatch, capsys):
    start.examine()
    assert "Data files: as they should be." in capsys.readouterr().out
    monkeypatch.setattr(start, "version", lambda name: "0.1")
    monkeypatch.setattr(start, "FREE", 1e30)
    monkeypatch.setattr(start.files, "checksums", lambda: {"nothing.npz": ""})
    start.examine()
    said = capsys.readouterr().out
    assert "numpy is 0.1, the course was made with 2.4.6" in said
    assert "less than 2 GB are free" in said
    assert "Data files: data/nothing.npz is missing." in said
