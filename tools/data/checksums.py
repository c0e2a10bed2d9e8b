"""Write data/SHA256SUMS: the checksum of every file that is read, and of its own lines.

python tools/data/checksums.py          (then commit SHA256SUMS with the data)
cd data && sha256sum -c SHA256SUMS     checks them without Python
"""

import hashlib

from helpers.datasets import files

PATTERNS = ["*.npz", "*.csv", "photos/*", "class_pictures/*"]


def main():
    paths = sorted(
        path.relative_to(files.DATA).as_posix()
        for pattern in PATTERNS
        for path in files.DATA.glob(pattern)
    )
    lines = [
        f"{hashlib.sha256((files.DATA / path).read_bytes()).hexdigest()}  {path}"
        for path in paths
    ]
    text = "\n".join([files.heading(lines), *lines, ""])
    (files.DATA / "SHA256SUMS").write_text(text, newline="\n")


if __name__ == "__main__":
    main()
