"""The files in data/, found wherever the course lies and checked before use."""

import hashlib
from pathlib import Path

import helpers

DATA = Path(helpers.__file__).parent.parent / "data"
REMEDY = (
    "Fetch it again: `git checkout -- data` in the course's folder, "
    "or download the course anew."
)


def checksums():
    """Dictionary from a file's name in data/ to its SHA-256, from SHA256SUMS."""
    try:
        text = (DATA / "SHA256SUMS").read_text(encoding="utf-8")
    except FileNotFoundError:
        raise FileNotFoundError(f"data/SHA256SUMS is missing. {REMEDY}") from None
    except UnicodeDecodeError:
        text = ""
    first, *lines = text.split("\n")[:-1] or [""]
    if first != heading(lines):
        raise ValueError(
            f"data/SHA256SUMS is damaged, or a line was changed by hand. {REMEDY}"
        )
    return {name: digest for digest, name in (line.split("  ", 1) for line in lines)}


def heading(lines):
    """SHA256SUMS's first line: the checksum of the others, so that none is missing."""
    digest = hashlib.sha256("\n".join(lines).encode()).hexdigest()
    return f"# The lines below, joined by newlines: {digest}"


def names(folder):
    """Sorted names of the data files in a folder of data/, without suffix."""
    inside = (Path(name) for name in checksums())
    return sorted(path.stem for path in inside if path.parent.as_posix() == folder)


def verified(name):
    """Bytes of data/`name`, read once and equal to what SHA256SUMS promises."""
    digest = checksums().get(name)
    if digest is None:
        raise ValueError(f"data/{name} is not one of the course's files. {REMEDY}")
    try:
        content = (DATA / name).read_bytes()
    except FileNotFoundError:
        raise FileNotFoundError(f"data/{name} is missing. {REMEDY}") from None
    if hashlib.sha256(content).hexdigest() != digest:
        raise ValueError(
            f"data/{name} is damaged or was changed: its {len(content):,} bytes "
            f"don't have the checksum in data/SHA256SUMS. {REMEDY} Was it changed on "
            "purpose? Then run checksums.py."
        )
    return content
