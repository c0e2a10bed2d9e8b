"""Figures: the palette, `axes` and `picture`, and ready-made figures by family.

Curves, dots with intervals, bars, numbers in squares, pictures, weights, drawings: each
function takes plain numbers and gives a picture with its alt text.
"""
# ruff: noqa: F401, the names below are what this package offers

from helpers.plots.bars import (
    counts,
    directions,
    gabor_histograms,
    kernel_row,
    race,
    where_parameters,
)
from helpers.plots.curves import (
    accuracy_by_examples,
    accuracy_by_layer,
    accuracy_by_shift,
    accuracy_curves,
    ascent,
    curves,
    distances,
    full_run,
    gains,
    gradient_lengths,
    imagenet,
    invariance,
    learning,
    losses,
    panels,
    savings,
    series,
)
from helpers.plots.dots import (
    ablation,
    accuracy_by_size,
    bubbles,
    degradation,
    durations,
    tricks,
    two_by_two,
)
from helpers.plots.drawings import graph, messages, nested, square, windows, wiring
from helpers.plots.pictures import (
    attributions,
    class_pictures,
    columns,
    digits,
    feature_maps,
    gallery,
    line_up,
    maps,
    neighbours,
    sanity,
    top5,
    top_patches,
    zoom,
)
from helpers.plots.style import (
    BLUE,
    GREEN,
    GREY,
    INK,
    INPUT,
    KERNEL,
    KERNEL_TEXT,
    ORANGE,
    OUTPUT,
    PALE,
    PURPLE,
    RED,
    SIGNED,
    SKY,
    WRONG,
    axes,
    bare,
    figure,
    image,
    limit,
    number,
    percent,
    picture,
    small_jpeg,
    small_png,
    stems,
)
from helpers.plots.tables import (
    changes,
    compass_rose,
    confusion,
    copies,
    gradient_reach,
    grid,
    grids,
    padded_outputs,
    paddings,
    pooled,
    scaled_copies,
    stamped,
    toeplitz,
    transposed,
)
from helpers.plots.weights import filters, gabors, templates
