"""Changed copies of a whole batch of images (N, C, H, W), values 0 to 1.

`shift`, `rotate`, `flip`, `brightness_contrast` and `salt_and_pepper` draw for every
image anew, from the generator they are given; `moved`, `turned` and `flipped` do as
they are told. Use them in `fit(…, augment=[augment.shift, augment.rotate])`.
"""

import math

import torch
import torch.nn.functional as F


def shift(images, generator, most=2):
    """Each image moved by up to `most` whole pixels in both directions."""
    steps = torch.randint(-most, most + 1, (2, len(images)), generator=generator)
    return moved(images, *steps)


def moved(images, right, down):
    """Image n moved by right[n] and down[n] whole pixels; what comes in is 0."""
    count, channels, height, width = images.shape
    device = images.device
    rows = torch.arange(height, device=device) - down.to(device)[:, None]
    columns = torch.arange(width, device=device) - right.to(device)[:, None]
    inside = ((rows >= 0) & (rows < height))[:, None, :, None]
    inside = inside & ((columns >= 0) & (columns < width))[:, None, None, :]
    pixels = images[
        torch.arange(count, device=device)[:, None, None, None],
        torch.arange(channels, device=device)[None, :, None, None],
        rows.clamp(0, height - 1)[:, None, :, None],
        columns.clamp(0, width - 1)[:, None, None, :],
    ]
    return pixels * inside


def rotate(images, generator):
    """Each image turned about its middle by up to 15 degrees either way."""
    return turned(images, 15 * _draw(images, generator))


def turned(images, degrees):
    """Image n turned anticlockwise by degrees[n]; what comes in is 0."""
    height, width = images.shape[2:]
    angle = degrees.to(images) * (math.pi / 180)
    cos, sin, zero = angle.cos(), angle.sin(), torch.zeros_like(angle)
    # Where each new pixel is taken from; both axes run from −1 to 1, whatever the size.
    from_x = torch.stack([cos, -sin * height / width, zero], 1)
    from_y = torch.stack([sin * width / height, cos, zero], 1)
    places = torch.stack([from_x, from_y], 1)
    grid = F.affine_grid(places, images.shape, align_corners=False)
    return F.grid_sample(images, grid, align_corners=False)


def flip(images, generator):
    """Each image mirrored left to right, or not: one chance in two."""
    return flipped(images, _draw(images, generator) > 0)


def flipped(images, which):
    """Image n mirrored left to right where which[n] is true."""
    return torch.where(which[:, None, None, None], images.flip(3), images)


def brightness_contrast(images, generator):
    """Each image lighter or darker by up to 0.3, differences up to 30 % larger."""
    light = 0.3 * _draw(images, generator)[:, None, None, None]
    more = 1 + 0.3 * _draw(images, generator)[:, None, None, None]
    mean = images.mean((1, 2, 3), keepdim=True)
    return ((images - mean) * more + mean + light).clamp(0, 1)


def salt_and_pepper(images, generator):
    """One pixel of twenty white or black, half of these each, in all channels."""
    count, _, height, width = images.shape
    draw = _draw(images, generator, count, 1, height, width)
    images = images.masked_fill(draw < -0.95, 0)
    return images.masked_fill(draw > 0.95, 1)


def _draw(images, generator, *shape):
    """Numbers from −1 to 1, one an image: the same on any device, for any float."""
    if not images.is_floating_point():
        raise TypeError(
            f"images hold {str(images.dtype).removeprefix('torch.')}: only floats from "
            "0 to 1 can be changed so, like images.float() / 255."
        )
    shape = shape or (len(images),)
    return (2 * torch.rand(shape, generator=generator).double() - 1).to(images)
