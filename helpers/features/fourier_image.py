"""Pictures as numbers that an optimiser can change: pixels, or waves; and moved a bit.

The waves, their scale and the colours are those of Olah, Mordvintsev and Schubert,
“Feature visualization”, Distill 2017, and its program Lucid (Apache 2.0).
"""

import math

import torch
import torch.nn.functional as F

# Red, green and blue of photos rise and fall together: most of what changes is
# brightness, then blue against yellow, then green against violet. One column each.
COLOURS = torch.tensor([[0.26, 0.09, 0.02], [0.27, 0.00, -0.05], [0.27, -0.09, 0.03]])


def blank(size, fourier, generator):
    """Numbers to start from: nearly grey, with a little noise from the generator."""
    shape = (3, size, size // 2 + 1, 2) if fourier else (3, size, size)
    noise = torch.randn(shape, generator=generator, dtype=torch.float64)
    return (0.01 * noise).float()


def picture_of(numbers):
    """The picture (C, H, W) from 0 to 1 that the numbers of `blank` stand for."""
    return (waves(numbers) if numbers.ndim == 4 else numbers).sigmoid()


def waves(numbers):
    """The sum of waves of all frequencies, of which slow ones are the higher.

    In photos a wave's height goes down about as 1 / frequency; here, a little faster.
    So numbers of about the same size make large shapes, and not single pixels' noise.
    """
    size = numbers.shape[1]
    down, right = torch.fft.fftfreq(size, 1 / size), torch.fft.rfftfreq(size, 1 / size)
    frequency = torch.hypot(down[:, None], right).clamp(min=1)  # waves in the picture
    heights = torch.view_as_complex(numbers) / frequency.to(numbers) ** 1.25
    picture = torch.fft.irfft2(heights, (size, size), norm="ortho") * (0.35 * size)
    colours = (COLOURS / COLOURS.norm(dim=0).max()).to(picture)
    return torch.einsum("kc,chw->khw", colours, picture)


def moved(x, generator):
    """The pictures (N, C, H, W) turned, enlarged and pushed a little, at random.

    What holds only at exactly this place, size and angle is lost; so it doesn't pay to
    draw it. Outside, the picture is mirrored.
    """
    chance = (2 * torch.rand(4, generator=generator, dtype=torch.float64) - 1).tolist()
    angle, zoom = math.radians(15 * chance[0]), math.exp(chance[1] / 2)
    right, down = 0.3 * chance[2], 0.3 * chance[3]  # of half a picture
    cos, sin = math.cos(angle) / zoom, math.sin(angle) / zoom
    places = torch.tensor([[cos, -sin, right], [sin, cos, down]], dtype=x.dtype)
    grid = F.affine_grid(
        places.to(x).expand(len(x), 2, 3), x.shape, align_corners=False
    )
    return F.grid_sample(x, grid, padding_mode="reflection", align_corners=False)
