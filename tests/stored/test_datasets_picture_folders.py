"""Folders of pictures: what is read, when it is made anew, what is refused."""

import errno
import io
import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from helpers.datasets import picture_folders

COLOURS = {"blue": (0, 0, 200), "red": (220, 10, 0)}
SIZES = (50, 40), (33, 64), (32, 32), (90, 60)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Two classes, four pictures of each to train with and two to test with."""
    monkeypatch.setenv("CNN_COURSE_DATA", str(tmp_path / "cache"))
    for split, count in ("train", 4), ("val", 2):
        for name, colour in COLOURS.items():
            place = tmp_path / "pictures" / split / name
            place.mkdir(parents=True)
            for number in range(count):
                drawn = Image.new("RGB", SIZES[number], colour)
                drawn.save(place / f"{number}.{('png', 'jpg')[number % 2]}", quality=95)
    return tmp_path / "pictures"


def test_pictures_of_any_size_become_bytes_and_labels(folder):
    sets, classes = picture_folders.load(folder, 32)
    assert classes == ["blue", "red"]
    for split, count in ("train", 4), ("test", 2):
        images, labels = sets[split]
        assert images.shape == (2 * count, 3, 32, 32) and images.dtype == torch.uint8
        assert labels.tolist() == [0] * count + [1] * count
        for image, label in zip(images, labels, strict=True):
            expected = torch.tensor(list(COLOURS.values())[label])
            assert (image.int() - expected[:, None, None]).abs().max() <= 4  # JPEG


def test_the_middle_square_is_kept(folder):
    drawn = np.zeros((20, 40, 3), np.uint8)
    drawn[:, 10:30] = 255
    path = folder / "train" / "red" / "wide.png"
    Image.fromarray(drawn).save(path)
    assert (picture_folders.picture(path, 20) == 255).all()


def test_grey_transparent_and_turned_pictures(folder):
    path = folder / "train" / "red" / "grey.png"
    for mode in ("L", "LA", "RGBA", "P", "1"):
        Image.new(mode, (40, 40)).save(path)
        expected = 255 if "A" in mode else 0  # nothing there, on white
        assert (
            picture_folders.picture(path, 32) == np.full((3, 32, 32), expected)
        ).all()
    ramp = np.linspace(0, 2**16 - 1, 40).astype(np.uint16)
    Image.fromarray(np.tile(ramp, (40, 1))).save(path)
    found = picture_folders.picture(path, 40)
    assert (found == ramp // 256).all()
    turned = Image.fromarray(np.eye(32, dtype=np.uint8) * 255)
    about = Image.Exif()
    about[0x0112] = 6  # held upright: to be turned by a quarter
    turned.save(path, exif=about)
    assert picture_folders.picture(path, 32)[0, 0, -1] == 255


def test_hidden_folders_and_files_are_no_classes_and_no_pictures(folder):
    for hidden in ("train/.ipynb_checkpoints/0.png", "train/red/._0.png"):
        path = folder / hidden
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"no picture")
    sets, classes = picture_folders.load(folder, 32)
    assert classes == ["blue", "red"] and len(sets["train"][1]) == 8


def test_they_are_scaled_once_and_again_when_one_has_changed(folder, monkeypatch):
    picture_folders.load(folder, 32)
    made, real = [], picture_folders.make
    monkeypatch.setattr(
        picture_folders, "make", lambda *args: (made.append(args), real(*args))
    )
    picture_folders.load(folder, 32)
    assert not made
    Image.new("RGB", (50, 50)).save(folder / "val" / "red" / "0.png")
    sets, _ = picture_folders.load(folder, 32)
    assert len(made) == 1 and (sets["test"][0][2] == 0).all()
    picture_folders.load(folder, 48)
    assert len(made) == 3


def test_the_cache_is_not_written_to(folder):
    sets, _ = picture_folders.load(folder, 32)
    sets["train"][0].zero_()
    again, _ = picture_folders.load(folder, 32)
    assert again["train"][0].float().mean() > 20


# --- the cache: whole, or not there ---------------------------------------------------


def in_cache(pattern):
    return sorted(Path(os.environ["CNN_COURSE_DATA"]).rglob(pattern))


def stored():
    """What is kept of the training pictures and of the test pictures."""
    paths = in_cache("*.bytes")
    assert len(paths) == 2
    return paths


def are_right(folder):
    """What is loaded is what each picture gives."""
    sets, _ = picture_folders.load(folder, 32)
    for split, part in ("train", "train"), ("test", "val"):
        paths = sorted((folder / part).rglob("*.*"))
        expected = [picture_folders.picture(path, 32) for path in paths]
        assert np.array_equal(sets[split][0], expected)
    return True


@pytest.mark.parametrize("damage", ["cut", "first", "middle", "last", "zeros", "empty"])
def test_a_damaged_cache_is_made_anew(folder, damage):
    assert are_right(folder)
    whole = stored()
    for path in whole:
        content = bytearray(path.read_bytes())
        if damage in ("first", "middle", "last"):
            place = {"first": 0, "middle": len(content) // 2, "last": -1}[damage]
            content[place] ^= 1
        cut = {"cut": len(content) - 1, "zeros": 0, "empty": 0}.get(damage)
        zeros = len(content) if damage == "zeros" else 0
        path.write_bytes(content[:cut] + bytes(zeros))
    assert are_right(folder)
    assert stored() == whole


def test_the_others_of_a_team_wait_while_a_damaged_cache_is_made_anew(
    folder, monkeypatch
):
    assert are_right(folder)
    contents = {path: path.read_bytes() for path in stored()}
    waited = []

    def first_one_works(seconds):
        waited.append(seconds)
        path = list(contents)[len(waited) - 1]
        path.write_bytes(contents[path])

    monkeypatch.setattr(picture_folders.time, "sleep", first_one_works)
    monkeypatch.setenv("LOCAL_RANK", "1")
    for path in contents:
        path.write_bytes(b"half")
    assert are_right(folder) and len(waited) == 2


WORKER = """
import sys
from helpers.datasets import picture_folders

def paused(pictures, *words, stops=[int(sys.argv[2])]):
    for row, picture in enumerate(pictures):
        if [row] == stops:
            stops.clear()
            print("half", flush=True)
            sys.stdin.readline()
        yield picture

picture_folders.tqdm.auto.tqdm = paused
picture_folders.load(sys.argv[1], 32)
print("whole", flush=True)
"""


@pytest.mark.thorough
@pytest.mark.parametrize("end", ["goes on", "killed"])
def test_two_kernels_prepare_one_folder_at_once(folder, end, monkeypatch):
    def start(stop):
        command = [sys.executable, "-c", WORKER, str(folder), str(stop)]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        worker = subprocess.Popen(command, **pipes)
        assert worker.stdout.readline() == "half\n"
        return worker

    first, second = start(6), start(2)  # of 8 pictures
    with first, second:
        assert first.communicate("go on\n") == ("whole\n", None)
        monkeypatch.setattr(picture_folders, "make", None)  # it needs no third one
        assert are_right(folder)
        if end == "killed":
            second.kill()
        else:
            assert second.communicate("go on\n") == ("whole\n", None)
            assert not in_cache("*.part")
    assert are_right(folder)


def test_what_a_killed_kernel_left_is_deleted_an_hour_later(folder):
    assert are_right(folder)
    whole = stored()
    old, new = (whole[0].parent / f"{name}.part" for name in ("old", "new"))
    for path, age in (old, 3700), (new, 60):
        path.touch()
        os.utime(path, (time.time() - age,) * 2)
    whole[0].unlink()
    assert are_right(folder)
    assert in_cache("*.part") == [new]


def test_a_full_disk_gets_a_sentence_and_nothing_half_made_stays(folder, monkeypatch):
    def full(file, paths, size):
        file.write(b"half")
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(picture_folders, "fill", full)
        with pytest.raises(OSError, match="8 pictures, .*No space left on dev.*Make"):
            picture_folders.load(folder, 32)
    assert not in_cache("folders/*")
    assert are_right(folder)
    cache = Path(os.environ["CNN_COURSE_DATA"])
    cache.rename(cache.with_name("elsewhere"))
    cache.touch()
    with pytest.raises(OSError, match="another folder in the env.*CNN_COURSE_DATA"):
        picture_folders.load(folder, 32)


# --- what can't be read ---------------------------------------------------------------


def test_without_its_folders_it_is_no_data_set(folder):
    with pytest.raises(FileNotFoundError, match="needs the folders train and val"):
        picture_folders.load(folder / "train")


DRAWN = io.BytesIO()
Image.new("RGB", (50, 50)).save(DRAWN, "PNG")
DAMAGED = DRAWN.getvalue()[:40] + b"?" + DRAWN.getvalue()[41:]  # in a chunk's checksum


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("green/0.png", DRAWN.getvalue(), "there are in green, which train hasn't"),
        ("loose.png", DRAWN.getvalue(), r"some outside of these, such as loose\.png"),
        ("red/0.png", b"no picture", r"0\.png can't be read as a picture; replace or"),
        ("red/0.png", DAMAGED, r"0\.png can't be read as a picture; replace or"),
        (None, None, "there are none of any"),
    ],
)
def test_what_is_missing_or_damaged_is_named(folder, name, content, words):
    if name:
        (folder / "val" / name).parent.mkdir(exist_ok=True)
        (folder / "val" / name).write_bytes(content)
    else:
        for path in (folder / "val").rglob("*.*"):
            path.unlink()
    with pytest.raises(ValueError, match=words):
        picture_folders.load(folder, 32)
    assert not list(folder.parent.rglob("*.part"))


@pytest.mark.thorough
def test_two_processes_train_on_a_folder_and_go_on_where_they_were(folder):
    script = Path(__file__).resolve().parents[2] / "tools" / "data" / "make_alexnet.py"
    launcher = ["-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2"]
    work = "folder", str(folder), "--size", "32", "--width", "1", "--epochs", "2"
    command = [sys.executable, *launcher, str(script), *work, "--seeds", "1"]
    env = {**os.environ, "OMP_NUM_THREADS": "1", "CUDA_VISIBLE_DEVICES": ""}

    def run():
        return subprocess.run(
            command, check=True, timeout=600, capture_output=True, text=True, env=env
        )

    first = run()
    (path,) = Path(os.environ["CNN_COURSE_DATA"]).glob("alexnet_pictures_*.csv")
    header, *rows = path.read_text(encoding="utf-8").splitlines()
    assert header == "size,width,epochs,pictures,net,seed,right,of"
    assert len(rows) == 5 and rows[0].startswith("32,1,2,8,full,0,")
    assert all(row.endswith(",4") for row in rows)
    assert first.stdout.count("right") == 5  # only one of the two speaks
    path.write_text("\n".join([header, *rows[:4]]), encoding="utf-8")
    assert run().stdout.count("right") == 1
    assert path.read_text(encoding="utf-8").splitlines() == [header, *rows]
