"""Make data/temperatures.csv: the highest temperature of each day of 2015 in Seattle.

    python tools/data/make_series.py [vega_datasets-0.9.0-….whl]

Without a path, pip downloads the pinned wheel into a temporary folder.
"""

import csv
import io
import sys
import tempfile
import zipfile
from pathlib import Path

import making

PACKAGE = "vega_datasets==0.9.0"
SOURCE = "vega_datasets/_data/seattle-weather.csv"
TARGET = Path(__file__).parent / "temperatures.csv"


def main(path=None, target=TARGET):
    with tempfile.TemporaryDirectory() as folder:
        wheel = Path(path) if path else making.wheel(PACKAGE, folder)
        with zipfile.ZipFile(wheel) as archive:
            text = archive.read(SOURCE).decode()
    days = [
        (row["date"].replace("/", "-"), row["temp_max"])
        for row in csv.DictReader(io.StringIO(text))
        if row["date"].startswith("2015")
    ]
    lines = ["date,celsius", *(",".join(day) for day in days)]
    target.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    print(f"wrote {len(days)} days to {target.name}; now run tools/data/checksums.py")


if __name__ == "__main__":
    main(*sys.argv[1:2])
