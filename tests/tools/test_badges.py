"""`run.py badges`: where the links lead, and that the course can be renamed again."""

import re
import shutil

import nbformat
import pytest

from tools import badges


@pytest.fixture
def course(tmp_path):
    for name in "README.md", "pyproject.toml":
        shutil.copy(badges.ROOT / name, tmp_path)
    (tmp_path / "notebooks").mkdir()
    for path in (badges.ROOT / "notebooks").glob("0[12]_*.ipynb"):
        shutil.copy(path, tmp_path / "notebooks")
    return tmp_path


def test_without_it_there_is_no_link_to_colab_or_binder():
    for path in badges.ROOT.glob("*.md"):
        assert not re.search(r"\]\(https://(colab|mybinder)", path.read_text("utf-8"))
    for path in (badges.ROOT / "notebooks").glob("*.ipynb"):
        assert "colab.research" not in path.read_text("utf-8")


def test_links_are_written_once_and_follow_the_address(course):
    for owner in "one", "two":
        address = f"https://github.com/{owner}/our-course"
        assert badges.write(course, address, "spring", "https://hub.example.org/") == 2
    readme = (course / "README.md").read_text("utf-8")
    assert readme.count("/two/our-course/blob/spring/notebooks/01_") == 1
    assert "git-pull?repo=https%3A%2F%2Fgithub.com%2Ftwo%2Four-course&" in readme
    assert "/one/" not in readme
    assert 'Repository = "https://github.com/two' in (
        (course / "pyproject.toml").read_text("utf-8")
    )
    for path in (course / "notebooks").iterdir():
        title, set_up = nbformat.read(path, as_version=4).cells[:2]
        assert title.source.count("[Colab]") == title.source.count("[Binder]") == 1
        assert f"/blob/spring/notebooks/{path.name}" in title.source
        assert "https://github.com/two/our-course" in set_up.source
        assert 'Path("our-course")' in set_up.source
        assert "cnn-companion" not in set_up.source


def test_an_address_that_is_none_is_refused(capsys):
    with pytest.raises(SystemExit):
        badges.main(["github.com/one"])
    assert "https://github.com/OWNER/NAME is wanted" in capsys.readouterr().err
