"""Every figure that the lectures give for notebook 06: counted, and counted again."""

from helpers import arithmetic, models
from helpers.runs import lenet

TABLES = {
    year: arithmetic.table(layers, shape)
    for year, (shape, layers) in {
        1989: arithmetic.LENET_1989,
        1998: arithmetic.LENET_1998,
        2012: arithmetic.ALEXNET,
    }.items()
}


def test_wm_units_are_counted_in_three_ways():
    def hidden(year):
        return TABLES[year].total.units - TABLES[year][-1].units

    assert TABLES[1989].total.units + TABLES[1989].inputs == 1_256
    assert hidden(1998) == 8_084
    assert hidden(2012) == 658_272 and round(hidden(2012), -3) == 658_000


def test_wm_connections():
    assert TABLES[1989].total.connections == 64_660  # the lecture: 65,000
    assert TABLES[1998].total.connections == 340_908  # our erratum: 344,000
    assert TABLES[2012].total.connections == 725_066_088  # our erratum: 652 million
    convolutions = [row for row in TABLES[2012] if row.layer.startswith("conv")]
    first, *others = (row.multiply_adds for row in convolutions)
    assert first == 290_400 * 11 * 11 * 3
    assert round((253_440 * 11 * 11 * 3 + sum(others)) / 1e6) == 652


def test_wm_operations():
    work = {1989: (7_291, 23), 1998: (60_000, 20), 2012: (1_200_000, 90)}
    total = {
        year: TABLES[year].total.connections * images * passes
        for year, (images, passes) in work.items()
    }
    assert round(total[1989] / 1e9) == 11
    assert round(total[1998] / 1e9) == 409  # our erratum: 412, with 344,000 connections
    assert round(total[2012] / 1e15) == 78  # our erratum: 200
    assert round(3 * total[2012] / 1e15) == 235


def test_wm_lenet_reads_98_9_percent():
    """As LeNet-4 did in 1998; LeNet-5 made 0.95 % mistakes, and ours don't reach it."""
    right = lenet.stored_full()
    assert (right[-1] >= 9_890).all() and (right[-1] < 9_905).all()


def test_wm_kinds_of_dogs():
    """“Hundreds”: in the contest's names they are 118, side by side."""
    names = models.IMAGENET
    assert names.index("Mexican hairless") - names.index("Chihuahua") + 1 == 118
