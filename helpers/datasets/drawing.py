"""Lines drawn by hand, and how MNIST makes a digit of them: 28 × 28, one size, centred.

Pictures are arrays from 0 (paper) to 1 (ink). A line is a list x, y, x, y … in pixels
of the digit, from the top left corner of the sheet. A sheet is ten times as fine as
the digit: (280, 280).
"""

import numpy as np
from PIL import Image, ImageDraw

SIDE = 28  # pixels of a digit
BOX = 20  # of them its longer side takes, in MNIST
FINE = 10  # pixels of the sheet to one of the digit


def centred(image):
    """The picture (H, W) as MNIST's are: (28, 28).

    The ink is scaled to fit 20 × 20 pixels, its sides in proportion. Then it is moved,
    by whole pixels, until its centre of mass is nearest to row 14, column 14.
    """
    top, bottom, left, right = bounds(image)
    if top == bottom:
        return np.zeros((SIDE, SIDE))  # blank
    ink = np.asarray(image, dtype=np.float32)[top:bottom, left:right]
    scale = BOX / max(ink.shape)
    high, wide = (max(1, round(side * scale)) for side in ink.shape)
    smooth = Image.Resampling.BOX if scale < 1 else Image.Resampling.BILINEAR
    ink = np.asarray(Image.fromarray(ink).resize((wide, high), smooth))
    room = np.zeros((3 * SIDE, 3 * SIDE))  # a lopsided digit may reach over the edge
    row, col = (round(1.5 * SIDE - at) for at in middle(ink))
    room[row : row + high, col : col + wide] = ink
    return room[SIDE:-SIDE, SIDE:-SIDE]


def middle(image):
    """The row and the column of the centre of mass, of a picture that is not blank."""
    rows, cols = image.sum(axis=1), image.sum(axis=0)
    return tuple((np.arange(len(n)) @ n) / n.sum() for n in (rows, cols))


def bounds(image):
    """(top, bottom, left, right) of the ink: image[top:bottom, left:right] has it."""
    ends = []
    for axis in (1, 0):
        inked = np.flatnonzero(np.any(image, axis=axis))
        ends += [inked[0], inked[-1] + 1] if len(inked) else [0, 0]
    return tuple(int(end) for end in ends)


def drawn(lines, pen=2.4, right=0, down=0, scale=1):
    """A sheet with the lines, `pen` wide; scaled about its middle, and then moved."""
    twice = 2 * FINE  # drawn twice as fine, for smooth edges
    sheet = Image.new("L", (SIDE * twice, SIDE * twice))
    draw = ImageDraw.Draw(sheet)
    half = pen * scale * twice / 2
    for line in lines:
        points = np.reshape(line, (-1, 2)) - SIDE / 2
        points = (points * scale + SIDE / 2 + (right, down)) * twice
        draw.line(points.ravel().tolist(), fill=255, width=round(2 * half))
        for x, y in points:  # round corners and ends
            draw.ellipse((x - half, y - half, x + half, y + half), fill=255)
    return np.asarray(sheet.reduce(2)) / 255


def enlarged(image, right=0, down=0, scale=1):
    """A sheet with the picture (28, 28); scaled about its middle, and then moved."""
    step = 1 / (FINE * scale)  # of the picture, from one pixel of the sheet to the next
    start = [SIDE / 2 - (SIDE / 2 + move) / scale for move in (right, down)]
    place = (step, 0, start[0], 0, step, start[1])
    picture = Image.fromarray(np.asarray(image, dtype=np.float32))
    affine = Image.Transform.AFFINE
    return np.asarray(picture.transform((SIDE * FINE, SIDE * FINE), affine, place))


def reduced(sheet):
    """The mean over each 10 × 10 pixels of a sheet: (28, 28)."""
    return sheet.reshape(SIDE, FINE, SIDE, FINE).mean(axis=(1, 3))
