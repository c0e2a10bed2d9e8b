"""The stored runs, made by data/make_transfer.py."""

import csv
import io

import numpy as np

from helpers import files

FILE = "transfer_runs.csv"


def stored(experiment):
    """{name: counts, an array (settings, measures, seeds)} of a stored experiment.

    TABLE
    """
    table = {}
    for row in csv.DictReader(io.StringIO(files.verified(FILE).decode())):
        if row["experiment"] == experiment:
            settings = table.setdefault(row["name"], {})
            measures = settings.setdefault(row["setting"], {})
            measures.setdefault(row["measure"], []).append(int(row["count"]))
    if not table:
        raise ValueError(f"data/{FILE} has no experiment {experiment!r}.")
    return {
        name: np.squeeze([list(found.values()) for found in settings.values()])
        for name, settings in table.items()
    }
