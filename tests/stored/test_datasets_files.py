"""The data files: found, checked, and named when something is wrong with them."""

import shutil

import numpy as np
import pytest

from helpers.datasets import files

SMALL = "photos/brick.png"


@pytest.fixture
def copy(tmp_path, monkeypatch):
    """A folder with the checksums and one data file, used instead of data/."""
    (tmp_path / "photos").mkdir()
    for name in ("SHA256SUMS", SMALL):
        shutil.copy(files.DATA / name, tmp_path / name)
    monkeypatch.setattr(files, "DATA", tmp_path)
    return tmp_path


@pytest.mark.parametrize("name", files.checksums())
def test_every_listed_file_is_whole(name):
    assert files.verified(name)


def test_every_shipped_file_is_listed():
    shipped = {
        path.relative_to(files.DATA).as_posix()
        for pattern in ("*.npz", "*.csv", "photos/*")
        for path in files.DATA.glob(pattern)
    }
    assert shipped <= set(files.checksums())


def test_every_listed_file_has_a_datasheet():
    sheet = (files.DATA / "README.md").read_text(encoding="utf-8")
    for name, digest in files.checksums().items():
        assert name.split("/")[-1] in sheet
        assert digest in sheet or name == "errata.csv"  # which is our own


@pytest.mark.parametrize("place", [0, 1000, -1])
def test_a_file_with_a_flipped_bit_or_cut_is_refused(copy, place):
    whole = (copy / SMALL).read_bytes()
    broken = bytearray(whole)
    broken[place] ^= 1
    for content in (broken, whole[:place]):
        (copy / SMALL).write_bytes(content)
        with pytest.raises(ValueError, match=f"{SMALL} is damaged.*git checkout --"):
            files.verified(SMALL)


def test_a_missing_or_unlisted_file_is_named(copy):
    (copy / SMALL).rename(copy / "stranger.npz")
    with pytest.raises(FileNotFoundError, match=f"{SMALL} is missing.*git checkout"):
        files.verified(SMALL)
    with pytest.raises(ValueError, match="stranger.npz is not one.*git checkout --"):
        files.verified("stranger.npz")


def damaged(path):
    """Every damage of SHA256SUMS that comes to mind, as bytes."""
    whole = path.read_bytes()
    lines = whole.splitlines(keepends=True)
    for place in np.random.default_rng(0).integers(0, len(whole), 20):
        broken = bytearray(whole)
        broken[place] ^= 1
        yield bytes(broken)
    for length in np.linspace(0, len(whole) - 2, 20, dtype=int):
        yield whole[:length]
    for number, line in enumerate(lines):
        before, after = b"".join(lines[:number]), b"".join(lines[number + 1 :])
        yield before + after  # a line is missing
        yield before + line + line + after  # or doubled
        yield before + line[4:] + after  # or begins too late
    yield b"".join([*lines, b"0" * 64 + b"  photos/stranger.png\n"])
    yield from (b"\xff\xfe", b"onlyonefield\n")


def test_missing_and_damaged_checksums_are_named(copy):
    for content in damaged(copy / "SHA256SUMS"):
        (copy / "SHA256SUMS").write_bytes(content)
        for ask in (files.verified, lambda name: files.names("photos")):
            with pytest.raises(ValueError, match="SHA256SUMS is damaged.*git checko"):
                ask(SMALL)
    (copy / "SHA256SUMS").unlink()
    with pytest.raises(FileNotFoundError, match="SHA256SUMS is missing"):
        files.verified(SMALL)


def test_found_from_any_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert files.verified(SMALL)
