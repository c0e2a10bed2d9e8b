"""Exercises of notebook 08: which unit, an occlusion map, a saliency map, an ascent."""

import numpy as np

from helpers.checks import array_or_tensor, networks
from helpers.checks.exercise import Exercise, changes

# --- 8.1: which unit is this? ---------------------------------------------------------


def which_unit(maps, best):
    peaks = np.max(maps, axis=(2, 3))  # (N, C)
    order = np.argsort(-peaks, axis=0)[: len(best)]
    return int(np.flatnonzero((best == order.T).all(axis=1))[0])


def layer(rng, images, channels):
    """(maps, best): one channel only has these best images, three of them."""
    rng = np.random.default_rng(rng)
    while True:
        maps = rng.normal(0, 2, (images, channels, 2, 3))
        order = np.argsort(-maps.max((2, 3)), axis=0)[:3].T
        for best in order:
            if (order == best).all(1).sum() == 1:
                return maps, best


PEAKS, ORDER = "np.max(maps, axis=(2, 3))", "np.argsort(-peaks, axis=0)"
FITS = "(best == order.T).all(axis=1)"
UNIT = f"int(np.flatnonzero({FITS})[0])"

which_unit = Exercise(
    "which_unit",
    which_unit,
    # so many channels that each mistake finds one
    cases=[layer(seed, 5, 120) for seed in (25, 231, 215)],
    wide=lambda rng: layer(rng, rng.integers(4, 9), rng.integers(2, 12)),
    check=array_or_tensor.check,
    mistakes=changes(
        f"""
        judge a map by its peak, not by its mean
            np.max( → np.mean(
        a very negative value is no activation: no |·| here
            {PEAKS} → np.abs(maps).max((2, 3))
        judge a map by its peak, not by its lowest value
            np.max( → np.min(
        the peak may lie anywhere, not only at [0, 0]
            {PEAKS} → maps[:, :, 0, 0]
        the peak may lie anywhere, not only at the end
            {PEAKS} → maps[..., -1, -1]
        judge a map by its peak, not by its spread
            np.max( → np.std(
        those are its weakest images: argsort begins with the lowest
            -peaks → peaks
        the right images, but the highest must come first
            order.T → order[::-1].T
        argsort once gives images in order; twice, it gives ranks
            {ORDER} → np.argsort({ORDER}, axis=0)
        its best image is the right one, the next aren't: compare all
            best == order.T → best[:1] == order[:1].T
        its two best images are right, the third isn't: compare all
            best == order.T → best[:2] == order[:2].T
        the right images in another order: their order counts
            best == order.T → np.sort(best) == np.sort(order.T)
        these images in this order, but another image beats them
            {ORDER} → best[np.argsort(-peaks[best], axis=0)]
        that channel is the loudest on the first image, but the others don't fit:
        compare a channel's images, not the channels
            {UNIT} → peaks[best[0]].argmax()
        that channel is the loudest on these images; but they needn't be its best:
        compare a channel's images, not the channels
            {UNIT} → peaks[best].sum(axis=0).argmax()
        that is the loudest channel of all
            {UNIT} → peaks.max(axis=0).argmax()
        channels are counted from 0
            {UNIT} → {UNIT} + 1
        that is an image; which channel is it?
            {UNIT} → best[0]
        counted from the end: did you turn the channels round?
            maps, axis → maps[:, ::-1], axis
        that is the list with the channel in it; the number itself is wanted
            {UNIT} → np.flatnonzero({FITS})
        that says of each channel whether it fits; which one does?
            {UNIT} → {FITS}
        """
    ),
)

# --- 8.2: an occlusion map by hand ----------------------------------------------------


def occlusion(model, image, label, size, step, fill):
    rows, cols = ((side - size) // step + 1 for side in image.shape[1:])
    shares = np.zeros((rows, cols))
    for i, j in np.ndindex(rows, cols):
        covered, top, left = image.clone(), i * step, j * step
        covered[:, top : top + size, left : left + size] = fill
        shares[i, j] = model(covered[None]).softmax(1)[0, label].item()
    return shares


def random_occlusion(rng):
    size, step = rng.integers(1, 5), rng.integers(1, 4)
    more = rng.integers(3), size, step, rng.normal()
    return networks.tiny(rng, (2, *rng.integers(5, 9, 2)), *more, loud=2.0)


occlusion = Exercise(
    "occlusion",
    occlusion,
    cases=[
        networks.tiny(1, (3, 7, 9), 2, 3, 2, 0.5, loud=2.0),
        networks.tiny(2, (1, 8, 6), 0, 2, 1, -1.0, loud=2.0),
        networks.tiny(3, (2, 8, 11), 1, 2, 3, 0.25, loud=2.0),
    ],
    wide=random_occlusion,
    check=networks.check_tiny,
    mistakes=changes(
        """
        the squares pile up: cover a fresh copy of the image for each place
            image.clone() → image
        the squares pile up along a row: a fresh copy for each place, not each row
            image.clone() → covered if j else image.clone()
        a net's answers are scores: softmax over the classes makes probabilities
            .softmax(1) →
        that is the loss, minus the logarithm of the probability
            .item() → .log().neg().item()
        the last place is missing: a square may end at the very edge
            // step + 1 → // step
        the last squares hang over the edge: they must end with the image
            (side - size) // step + 1 → -(-side // step)
        the place is i·step, not i: you forgot the step
            * step →
        every pixel is a place: from one to the next it is a step
            // step →
            * step →
        from one square to the next it is a step, not the square's size
            // step → // size
            * step → * size
        that is the class with the highest probability, not the label
            [0, label] → .max()
        that is which class wins; how probable is the label?
            .softmax(1)[0, label] → .argmax()
        that is the class that the uncovered image gets; the label's is wanted
            [0, label] → [0, model(image[None]).argmax()]
        softmax goes over the classes, softmax(1): over a batch of one picture,
        softmax(0), all shares are 1
            softmax(1) → softmax(0)
        a sigmoid looks at one score alone; softmax compares all classes
            softmax(1) → sigmoid()
        cover with `fill`, not always with 0
            = fill → = 0
        only the first channel is covered: cover all of them
            [:, top → [0, top
        the place is where the square begins, not its middle
            top : top + size → max(top - size // 2, 0) : top + (size + 1) // 2
            left : left + size → max(left - size // 2, 0) : left + (size + 1) // 2
        the square is a pixel too big: a slice ends before its end
            + size → + size + 1
        the square is a pixel too small: a slice ends before its end
            + size → + size - 1
        top and left are exchanged: rows come first, image[:, rows, columns]
            top, left = → left, top =
        a slice ends at top + size (left + size), not at size
            top + size → size
            left + size → size
        that slices channels and rows: it must be image[:, rows, columns]
            [:, top → [top
        nothing is covered: the probability is the same everywhere
            = fill →
        these are the classes' probabilities: which one is the label's?
            (rows, cols)) → (rows, cols, 3))
            [0, label].item() → [0].tolist()
        """
    )
    | changes(
        """
        that is by how much the probability drops; the probability is wanted
            return model(image[None]).softmax(1)[0, label].item() - shares
        that is by how much the probability rises; the probability is wanted
            return shares - model(image[None]).softmax(1)[0, label].item()
        that is the share that is left; the probability is wanted
            return shares / model(image[None]).softmax(1)[0, label].item()
        that is the probability that it is something else
            return 1 - shares
        rows and columns are exchanged: [i, j] is i·step from the top
            return shares.T
        so many places in a row: make rows and columns of them
            return shares.ravel()
        that is the first place alone: return after the loops, not inside them
            return shares[0, 0]
        that is the first row alone: return after the loops, not inside them
            return shares[0]
        """,
        of="return shares",
    ),
)

# --- 8.3: a saliency map, mended ------------------------------------------------------


def saliency(model, image, label):
    x = image.clone().requires_grad_()
    model(x[None])[0, label].backward()  # not the class that is believed least
    return x.grad.abs().amax(0)  # |·| first, or opposite colours cancel


SCORE, STRONGEST = "[0, label]", "abs().amax(0)"
ANOTHER_SCORE = changes(  # of a saliency map and of an ascent
    """
    that is the class that the net believes least: follow the label's score
        .min()
    that is the class that the net believes most: follow the label's score
        .max()
    where the net is certain, a probability can't grow: follow the score
        .softmax(1)[0, label]
    the loss also falls when other classes' scores do: follow the label's alone
        .log_softmax(1)[0, label]
    all classes' scores are added up: follow the label's alone
        .sum()
    """,
    of=SCORE,
)
COLOURS = changes(
    """
    colours that act in opposite directions cancel: take |·| before you bring the
    channels together
        sum(0).abs()
    the channels are added up with their signs; the strongest counts, by |·|
        sum(0)
    opposite colours cancel in the mean: |·| first, and then the strongest
        mean(0).abs()
    all channels together; here only the strongest counts
        abs().sum(0)
    the mean of the channels; here only the strongest counts
        abs().mean(0)
    the strongest upwards only: a pixel may as well act downwards, so |·| first
        amax(0)
    """,
    of=STRONGEST,
)
TWO = {  # one mistake mended or made anew, the other not
    f"{first.split(':')[0]}; and {second}": f"{score}\n{colours}"
    for first, score in ANOTHER_SCORE.items()
    for second, colours in COLOURS.items()
    if not (".min()" in score and "sum(0).abs()" in colours)  # as it is handed out
}
ANOTHER_READING = changes(
    """
    only pixels that act upwards: those that act downwards count, too
        amax(0).relu()
    the strongest downwards only: a pixel may as well act upwards, so |·| first
        amin(0)
    |·| comes too late: take it before you choose the strongest channel
        amax(0).abs()
    the channels' length, √(r² + g² + b²); here only the strongest counts
        norm(dim=0)
    that is the square: how strongly is |·|
        square().amax(0)
    only the first channel; the strongest counts
        abs()[0]
    gradient times picture; the gradient alone is wanted
        mul(image).abs().amax(0)
    scaled to a maximum of 1: leave the gradient as it is
        abs().amax(0) / x.grad.abs().max()
    that is the gradient, with its signs: now |·|, and the strongest channel
        clone()
    max(0) gives the values and where they are: take .values, or amax(0)
        abs().max(0)
    one map for each channel: keep the strongest
        abs()
    that is the way to minimise the activation: minus the score, upwards only
        neg().amax(0)
    that is twice the gradient: x.grad adds up if backward() runs twice
        abs().amax(0) * 2
    rows and columns are exchanged
        abs().amax(0).T
    """,
    of=STRONGEST,
)

saliency = Exercise(
    "saliency",
    saliency,
    cases=[  # no class is always the most or the least believed: all take turns
        networks.tiny(14, (3, 4, 5), 1),
        networks.tiny(15, (3, 5, 4), 2, loud=200.0),
        networks.tiny(21, (2, 3, 6), 0),
    ],
    wide=lambda rng: networks.tiny(rng, (3, *rng.integers(2, 6, 2)), rng.integers(3)),
    check=networks.check_tiny,
    mistakes=changes(
        f"""
        both mistakes are still there. Which class is asked about? And what becomes
        of a pixel whose red and blue act in opposite directions?
            {SCORE} → .min()
            {STRONGEST} → sum(0).abs()
        """
    )
    | ANOTHER_SCORE
    | COLOURS
    | ANOTHER_READING
    | TWO,
)

# --- 8.4: the picture it would like ---------------------------------------------------


def ascent(model, image, label, steps, rate):
    for _ in range(steps):
        x = image.clone().requires_grad_()
        model(x[None])[0, label].backward()
        image = image + rate * x.grad
    return image


def random_ascent(rng):
    more = rng.integers(3), rng.integers(1, 5), rng.uniform(0.1, 0.5)
    return networks.tiny(rng, (2, *rng.integers(2, 5, 2)), *more)


ascent = Exercise(
    "ascent",
    ascent,
    cases=[
        networks.tiny(23, (3, 3, 4), 1, 3, 0.5),
        networks.tiny(27, (1, 4, 3), 2, 4, 0.25, loud=2.0),
        networks.tiny(33, (2, 3, 3), 0, 2, 0.1, loud=40.0),
    ],
    wide=random_ascent,
    check=networks.check_tiny,
    mistakes=ANOTHER_SCORE
    | changes(  # [[]] * steps: one list, in all steps
        f"""
        that is downhill: the picture is minimised. Add the gradient, or minimise
        minus the score
            + rate → - rate
        x.grad adds up from step to step: set it to zero, or use a new x
            for _ in range(steps) → for seen in [[]] * steps
            image = → seen.append(x.grad); image =
            rate * x.grad → rate * sum(seen)
        downhill, and x.grad adds up from step to step
            for _ in range(steps) → for seen in [[]] * steps
            image = → seen.append(x.grad); image =
            + rate * x.grad → - rate * sum(seen)
        that is one step: return after the loop, not inside it
            steps) → 1)
        one step too few
            steps) → steps - 1)
        one step too many
            steps) → steps + 1)
        you forgot the rate
            rate * →
        every step follows the first picture's gradient: work it out anew
            steps) → 1)
            rate * x.grad → steps * rate * x.grad
        that is the image itself: where do the steps go?
            image = → _ =
        that is what was added; the picture is wanted
            _ in range(steps) → start in [image] * steps
            return image → return image - start
        start at the image, not at zero
            _ in range(steps) → n in range(steps)
            x = image → image = image * min(n, 1); x = image
        that is uphill on the loss: away from the label
            {SCORE} → .log_softmax(1).neg(){SCORE}
        only the gradient's sign is followed; rate times the gradient is wanted
            x.grad → x.grad.sign()
        the gradient is made 1 long; rate times the gradient itself is wanted
            x.grad → x.grad / x.grad.norm()
        the gradient's largest is made 1; rate times the gradient itself is wanted
            x.grad → x.grad / x.grad.abs().max()
        |gradient| makes everything brighter: keep its sign
            x.grad → x.grad.abs()
        the picture is clipped to 0 … 1 on the way: leave it as it is
            image + rate * x.grad → (image + rate * x.grad).clamp(0, 1)
        that is the last gradient; the picture is wanted
            return image → return x.grad
        that is the score at the end; the picture is wanted
            return image → return model(image[None]){SCORE}
        these are the scores on the way; the last picture is wanted
            for _ in range(steps) → for seen in [[]] * steps
            image = → seen.append(model(x[None]){SCORE}.item()); image =
            return image → return seen
        """
    ),
)
