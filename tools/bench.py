"""`run.py bench`: convolutions, layers and training against others'; key to picture."""

import json
import statistics
import tempfile
import time
from pathlib import Path

import nbformat
import numpy as np
import scipy.signal
import torch

from helpers import convolution, explorers, layers
from tools import browser
from tools.bench_training import bench_training

ROUNDS = 15


def interleaved(functions):
    """Median seconds of each function; they take turns, so that noise hits them all."""
    times = [[] for _ in functions]
    for _ in range(ROUNDS + 1):
        for mine, function in zip(times, functions, strict=True):
            start = time.perf_counter()
            function()
            mine.append(time.perf_counter() - start)
    return [statistics.median(mine[1:]) for mine in times]  # the first one warms up


def contenders(size, dtype):
    """Four functions that correlate the same 512 x 512 array with the same kernel."""
    rng = np.random.default_rng(0)
    x = rng.standard_normal((512, 512)).astype(dtype)
    w = rng.standard_normal((size, size)).astype(dtype)
    images, kernels = torch.from_numpy(x)[None, None], torch.from_numpy(w)[None, None]
    return [
        lambda: convolution.correlate(x, w),
        lambda: scipy.signal.correlate(x, w, mode="valid"),
        lambda: scipy.signal.correlate2d(x, w, mode="valid"),
        lambda: torch.nn.functional.conv2d(images, kernels),
    ]


def bench_convolution():
    print("correlate on 512 x 512, valid; ours / theirs: below 1 ours is faster\n")
    print("kernel   dtype     ours, ms   signal.correlate   correlate2d   torch conv2d")
    for dtype in (np.float32, np.float64):
        for size in (3, 5, 7, 11):
            ours, fft, direct, torchs = interleaved(contenders(size, dtype))
            name = f"{size}x{size}"
            print(
                f"{name:8} {np.dtype(dtype).name:8} {ours * 1e3:9.2f} "
                f"{ours / fft:18.2f} {ours / direct:13.2f} {ours / torchs:14.2f}"
            )


def both_ways(channels, maps, dtype):
    """Four functions: a convolution layer forward and backward, ours and torch's."""
    rng = np.random.default_rng(0)
    x = rng.standard_normal((32, channels, 28, 28)).astype(dtype)
    w = rng.standard_normal((maps, channels, 5, 5)).astype(dtype)
    b = rng.standard_normal(maps).astype(dtype)
    y_bar = rng.standard_normal((32, maps, 24, 24)).astype(dtype)
    given = [torch.from_numpy(array).requires_grad_() for array in (x, w, b)]
    y = torch.nn.functional.conv2d(*given)
    sent = torch.from_numpy(y_bar)
    return [
        lambda: layers.conv_forward(x, w, b),
        lambda: torch.nn.functional.conv2d(*[array.detach() for array in given]),
        lambda: layers.conv_backward(y_bar, x, w),
        lambda: torch.autograd.grad(y, given, sent, retain_graph=True),
    ]


def bench_layers():
    print("\nlayers on 32 x channels x 28 x 28, 5x5 kernels; ours / torch's\n")
    print("channels, maps   dtype     conv_forward, ms   ratio   conv_backward   ratio")
    for channels, maps in ((16, 32), (1, 8)):
        for dtype in (np.float32, np.float64):
            ahead, torchs, back, grad = interleaved(both_ways(channels, maps, dtype))
            print(
                f"{channels:8} {maps:5}   {np.dtype(dtype).name:8} "
                f"{ahead * 1e3:17.2f} {ahead / torchs:7.2f} "
                f"{back * 1e3:15.2f} {back / grad:7.2f}"
            )


# In these a network answers, so they may take twice as long.
NETWORKS = "cover draw_a_digit embeddings evolution inside move_the_picture teach_it"


def bench_explorers():
    print("\nexplorer      bytes a move   key to picture, ms (median)   of allowed")
    if browser.find_browser() is None:
        print("not measured: no Chromium, Chrome or Edge found")
        return
    with tempfile.TemporaryDirectory() as folder:
        paths = [notebook_of(name, Path(folder)) for name in explorers.__all__]
        with browser.jupyterlab(paths) as lab, browser.page_of(lab) as page:
            for path in paths:
                name, times = path.stem, measure(page, path)
                middle = statistics.median(times) if times else float("nan")
                part = middle / (60 if name in NETWORKS.split() else 30)
                print(f"{name:18}{sent(name):12,}{middle:22.0f}{part:26.2f}")


def notebook_of(name, folder):
    """The path of a new notebook with nothing but that explorer."""
    code = f"from helpers import explorers\nexplorers.{name}()"
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code)])
    notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3"}
    nbformat.write(notebook, folder / f"{name}.ipynb")
    return folder / f"{name}.ipynb"


def sent(name):
    """The median of the bytes that moves of the first slider send to the browser."""
    explorer, sizes = getattr(explorers, name)(), []
    explorer.heard = True  # as if a browser had everything so far
    explorer.send = lambda news, buffers: sizes.append(
        len(json.dumps(news)) + sum(map(len, buffers))
    )
    for control, made in explorer.controls.items():
        if made.kind in ("slider", "steps", "choice", "tick"):
            for value in made.values[:20]:
                explorer.set(**{control: value})
            break
    return round(statistics.median(sizes))


def measure(page, path):
    """Milliseconds from key to picture, 30 times, by the first control that does it.

    Alone in its notebook: beside others, as on a crowded page, each takes longer.
    """
    browser.open_notebook(page, path.name)
    browser.run_cells(page, [0])
    explorer, times = page.locator(".course-explorer").first, []
    browser.select_cell_of(page, explorer)
    browser.watch(explorer)
    for control, keys in browser.controls(explorer):
        times = browser.latency(page, control, keys, presses=30)
        if len(times) >= 10:
            break
    browser.close_notebook(page)
    return times


if __name__ == "__main__":
    bench_convolution()
    bench_layers()
    bench_explorers()
    bench_training()
