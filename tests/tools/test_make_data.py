"""The scripts of tools/data/: the same input gives the same bytes."""

import gzip
import io
import sys
import tarfile

import numpy as np
import pytest
from PIL import Image

from helpers.datasets import files
from helpers.runs import store


def test_writing_is_deterministic(script, tmp_path, capsys):
    making = script("making")
    arrays = {"a": np.arange(1000), "names": np.array(["x", "yz"])}
    for name in ("one.npz", "two.npz"):
        making.write(tmp_path / name, arrays)
    assert (tmp_path / "one.npz").read_bytes() == (tmp_path / "two.npz").read_bytes()
    with np.load(tmp_path / "one.npz", allow_pickle=False) as written:
        for name, array in arrays.items():
            assert (written[name] == array).all()


def test_the_checksums_are_those_that_are_asked_for(script, tmp_path, monkeypatch):
    write = script("checksums").main
    monkeypatch.setattr(files, "DATA", tmp_path)
    for content in (b"tag,where", b"where,tag"):
        (tmp_path / "errata.csv").write_bytes(content)
        write()
        assert list(files.checksums()) == ["errata.csv"]
        assert files.verified("errata.csv") == content


def test_a_split_is_balanced_shuffled_and_loses_nothing(script):
    labels = np.repeat([3, 5, 8], [20, 30, 40])
    parts = script("making").split(labels, 10, np.random.default_rng(0))
    train, test = parts
    assert sorted([*train, *test]) == list(range(90))
    assert np.bincount(labels[test], minlength=9)[[3, 5, 8]].tolist() == [10] * 3
    for rows in parts:
        assert (np.diff(labels[rows]) < 0).any()
    again = script("making").split(labels, 10, np.random.default_rng(0))
    assert all((a == b).all() for a, b in zip(parts, again, strict=True))


def test_the_stored_ablations_are_those_that_are_planned(script):
    rows = store.read(files.DATA / "alexnet_runs.csv")
    assert [row[:4] for row in rows] == script("make_alexnet").planned()


@pytest.mark.parametrize("words", [["cifar"], ["folder"], ["seen", "see"]])
def test_a_misspelt_word_is_refused(script, words, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["make_alexnet.py", *words])
    with pytest.raises(SystemExit):
        script("make_alexnet").main()
    assert "hard, activation, regularized, seen" in capsys.readouterr().err


def debian_package(members):
    """An `ar` archive, as Debian's packages are."""
    package = b"!<arch>\n"
    for name, content in members.items():
        header = f"{name:<16}{0:<12}{0:<6}{0:<6}{100644:<8}{len(content):<10}`\n"
        package += header.encode() + content + b"\n" * (len(content) % 2)
    return package


def test_fashion_is_drawn_from_the_right_part(script, tmp_path):
    make = script("make_fashion_mnist")
    rng = np.random.default_rng(2)
    packed = io.BytesIO()
    images, labels = {}, np.arange(40, dtype=np.uint8) % 10
    with tarfile.open(fileobj=packed, mode="w:xz") as archive:
        for part in ("train", "t10k"):
            images[part] = rng.integers(0, 256, (40, 28, 28), dtype=np.uint8)
            for kind, content in (
                ("images-idx3", bytes(16) + images[part].tobytes()),
                ("labels-idx1", bytes(8) + labels.tobytes()),
            ):
                member = tarfile.TarInfo(f"{make.FOLDER}/{part}-{kind}-ubyte.gz")
                zipped = gzip.compress(content)
                member.size = len(zipped)
                archive.addfile(member, io.BytesIO(zipped))
    path = tmp_path / "fashion.deb"
    members = {"debian-binary": b"2.0\n", "control": b"odd", "data.tar.xz": packed}
    members["data.tar.xz"] = packed.getvalue()
    path.write_bytes(debian_package(members))
    archive = make.contents(path)
    for part in images:
        read_images, read_labels = make.read(archive, part)
        assert (read_images == images[part]).all()
        assert (read_labels == labels).all()
    path.write_bytes(debian_package({"debian-binary": b"2.0\n"}))
    with pytest.raises(ValueError, match="holds no data.tar"):
        make.contents(path)


def glyph(code, subcategory):
    return {"unified": code, "subcategory": subcategory, "image": f"{code}.png"}


@pytest.mark.parametrize(
    ("code", "subcategory", "label"),
    [
        ("1F436", "animal-mammal", 0),
        ("1F600", "face-smiling", 1),
        ("1F377", "drink", 2),
        ("1F9D1", "person", 3),
        ("1F9D1-200D-1F373", "person-role", 3),
        ("1F468", "person", 3),  # a man is no variant of a person cooking,
        ("1F468-200D-1F373", "person-role", None),  # but a man cooking is
        ("1F3C3-200D-2640-FE0F", "person-activity", None),
        ("1F3C3-200D-27A1-FE0F", "person-activity", None),
        ("1F463", "person-symbol", None),
        ("1F68C", "transport-ground", 4),
        ("1F6BB", "transport-sign", None),
        ("1F1E9-1F1EA", "country-flag", None),
    ],
)
def test_classes_of_glyphs(script, code, subcategory, label):
    assert script("make_emoji").label(glyph(code, subcategory)) == label


def test_transparent_becomes_white(script):
    drawing = Image.new("RGBA", (64, 64), (255, 0, 0, 0))
    drawing.putpixel((3, 2), (0, 0, 255, 255))
    png = io.BytesIO()
    drawing.save(png, "PNG")
    pixels = script("make_emoji").picture(png.getvalue())
    assert pixels.shape == (3, 64, 64)
    assert pixels[:, 2, 3].tolist() == [0, 0, 255]
    assert pixels[:, 0, 0].tolist() == [255, 255, 255]
