"""The stored runs, made by data/make_transfer.py."""

import csv
import io

import numpy as np

from helpers.datasets import files

FILE = "transfer_runs.csv"


def stored(experiment):
    """{name: counts, an array (settings, measures, seeds)} of a stored experiment.

    Dimensions of one are left out. Of Google's 100 test pictures, if not said
    otherwise; taught so many of each class; the names are those of `runs`' ways.

    strengths    ways × (runs.TRIED × 5): validation pictures right, of 100
    rates        ways × (rates × (validation, test) × 3), taught 20
    digit_rates  digits.WAYS × (digits.TRIED × 3): validation, of 500
    sizes        ways × (5, 10, 20, 50, all × (google, twitter) × 3 or 5)
    curves       ways × (epochs × 3), taught all 453
    longer       scratch × (once, three times as many passes × 3), taught all 453
    shift        ways × (taught google, twitter × asked google, twitter × 3 or 5)
    splits       how × (pixels, frozen × softmax, neighbour × 5): of 200, or of 100
    depth        layers × (softmax, svm × 10, 50 × 5)
    sides        frozen × (64, 96, 112, 160, 224 pixels × 5), taught 20
    digits       digits.WAYS × (5, 10, 50 × 5): of 500 digits 5–9
    grey         ways × (10, 400 × 3): Lite0 and digits, of 1,000
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
