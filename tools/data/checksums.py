"""Write data/SHA256SUMS: the checksum of every file that the loaders read.

python tools/data/checksums.py          (then commit SHA256SUMS with the data)
cd data && sha256sum -c SHA256SUMS     checks them without Python
"""

import hashlib
from pathlib import Path

DATA = Path(__file__).resolve().parents[2] / "data"
PATTERNS = ["*.npz", "*.csv", "photos/*", "class_pictures/*"]
# errata.csv is text that people edit, not data: git's history is its guard.
LEFT_OUT = {"errata.csv"}


def main():
    paths = sorted(
        path.relative_to(DATA).as_posix()
        for pattern in PATTERNS
        for path in DATA.glob(pattern)
        if path.name not in LEFT_OUT
    )
    lines = [
        f"{hashlib.sha256((DATA / path).read_bytes()).hexdigest()}  {path}\n"
        for path in paths
    ]
    (DATA / "SHA256SUMS").write_text("".join(lines), newline="\n")


if __name__ == "__main__":
    main()
