"""A real JupyterLab in a real browser: for the tests and for `run.py bench`."""

import contextlib
import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import sync_playwright

import run

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "build" / "browser"  # what the tests saw
SCREEN = {"width": 1280, "height": 720}
NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
NAMES += ["chrome", "msedge", "microsoft-edge"]
PLACES = [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "{PROGRAMFILES}/Google/Chrome/Application/chrome.exe",
    "{PROGRAMFILES(X86)}/Google/Chrome/Application/chrome.exe",
    "{LOCALAPPDATA}/Google/Chrome/Application/chrome.exe",
    "{PROGRAMFILES(X86)}/Microsoft/Edge/Application/msedge.exe",
]
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
FLAGS += ["--disable-sync", "--disable-background-networking"]
FLAGS += ["--disable-component-update"]


class Lab(NamedTuple):
    """A JupyterLab that runs: where it answers, and the folder that it shows."""

    address: str
    token: str
    folder: Path


def find_browser():
    """The path of a Chromium, Chrome or Edge on this machine, or None."""
    found = [path for path in map(shutil.which, NAMES) if path]
    for place in PLACES:
        with contextlib.suppress(KeyError):  # a variable that only Windows has
            path = place.format_map(os.environ)
            found += [path] if os.path.exists(path) else []
    return found[0] if found else None


@contextlib.contextmanager
def jupyterlab(notebooks, environ=os.environ):
    """A Lab on a copy of these notebooks.

    Nothing is read from the user's settings, and nothing is written to the course. The
    settings and the extension are run.py's, whatever the environment holds.
    """
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        folder = Path(folder)
        (folder / "notebooks").mkdir()
        for path in notebooks:
            shutil.copy(path, folder / "notebooks")
        places = ["CONFIG_DIR", "DATA_DIR", "RUNTIME_DIR"]
        own = {f"JUPYTER_{place}": str(folder / place) for place in places}
        own |= {
            f"JUPYTERLAB_{p}_DIR": str(folder / p) for p in ("SETTINGS", "WORKSPACES")
        }
        own |= {"IPYTHONDIR": str(folder / "ipython"), "PYTHONPATH": str(ROOT)}
        (folder / "app").mkdir()
        (folder / "app" / "overrides.json").write_text(json.dumps(run.SETTINGS))
        token, port = secrets.token_hex(16), free_port()
        address = f"http://127.0.0.1:{port}"
        options = ["--no-browser", "--allow-root", "--expose-app-in-browser"]
        options += [f"--ServerApp.port={port}", "--ServerApp.ip=127.0.0.1"]
        options += [
            f"--IdentityProvider.token={token}",
            f"--notebook-dir={folder}/notebooks",
            f"--LabApp.app_settings_dir={folder}/app",
            f"--LabApp.extra_labextensions_path={run.LABEXTENSIONS}",
        ]
        with open(folder / "log", "w") as log:
            server = subprocess.Popen(
                [sys.executable, "-m", "jupyterlab", *options],
                env={**environ, **own},
                stdout=log,
                stderr=log,
            )
        try:
            wait_for_server(
                f"{address}/api/status?token={token}", server, folder / "log"
            )
            yield Lab(address, token, folder / "notebooks")
        finally:
            server.terminate()
            server.wait(20)


def free_port():
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()[1]


def wait_for_server(address, server, log):
    for _ in range(300):
        with contextlib.suppress(OSError), urllib.request.urlopen(address) as answer:
            return answer.read()
        if server.poll() is not None:
            break
        time.sleep(0.2)
    raise RuntimeError(f"JupyterLab didn't start:\n{log.read_text()[-3000:]}")


@contextlib.contextmanager
def page_of(lab):
    """A browser's page, as large as a slide, in which the lab's token is known."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=FLAGS)
        page = browser.new_page(viewport=SCREEN)
        page.goto(f"{lab.address}/lab?token={lab.token}&reset")
        yield page
        browser.close()


def open_notebook(page, lab, name):
    """Open the notebook with its saved outputs, and wait for its kernel."""
    page.goto(f"{lab.address}/lab/tree/{name}?reset")
    page.wait_for_function(
        """() => {
            const panel = window.jupyterapp?.shell?.currentWidget;
            return panel?.sessionContext?.session?.kernel?.status === 'idle'
                && panel.content.model?.cells.length > 0;
        }""",
        timeout=60_000,
        polling=200,
    )
    page.evaluate("() => { window.panel = window.jupyterapp.shell.currentWidget; }")


def close_notebook(page):
    """End the notebook's kernel, and with it the memory that it holds."""
    page.evaluate("async () => { await window.panel.sessionContext.shutdown(); }")


def run_cells(page, numbers):
    """Run the cells of these numbers; the errors of those that were not meant to fail.

    All other cells keep the outputs that were saved.
    """
    page.evaluate(
        """numbers => {
            const notebook = window.panel.content;
            notebook.deselectAll();
            notebook.activeCellIndex = numbers[0];
            for (const number of numbers) {
                notebook.widgets[number].model.clearExecution();
                notebook.select(notebook.widgets[number]);
            }
            window.running = numbers;
            window.jupyterapp.commands.execute('notebook:run-cell');  // not waited for
        }""",
        numbers,
    )
    page.wait_for_function(ALL_RAN, timeout=400_000, polling=200)
    return page.evaluate(
        """() => window.running.map(number => window.panel.content.widgets[number])
            .filter(FAILED).map(cell => cell.model.sharedModel.source)""".replace(
            "FAILED", FAILED
        )
    )


FAILED = """cell => !cell.model.getMetadata('tags')?.includes('raises-exception')
    && cell.model.outputs.toJSON().some(output => output.output_type === 'error')"""

# Each has its number again; or one has failed, and those after it don't run.
ALL_RAN = """() => {
    const cells = window.running.map(number => window.panel.content.widgets[number]);
    return window.panel.sessionContext.session.kernel.status === 'idle'
        && (cells.every(cell => cell.model.executionCount) || cells.some(FAILED));
}""".replace("FAILED", FAILED)


def state(page):
    """What no key in an explorer may change: the cells, and which one is selected."""
    return page.evaluate(
        """() => {
            const notebook = window.panel.content;
            const cells = notebook.widgets.map(cell => cell.model.id);
            return [cells, notebook.activeCellIndex];
        }"""
    )


# --- explorers -----------------------------------------------------------------------

# What can be worked by keyboard, and the keys that move it one way and the other.
CONTROLS = {
    "input[type=range]": ("ArrowRight", "ArrowLeft"),
    "select": ("ArrowDown", "ArrowUp"),
    "input[type=checkbox]": ("Space", "Space"),
    "input[type=number]": ("ArrowUp", "ArrowDown"),
    "button": ("Enter", "Enter"),
}


def watch(explorer):
    """From now on the page notes when a key went down and when a picture had loaded."""
    explorer.evaluate(
        """explorer => {
            const picture = explorer.querySelector('.course-picture');
            const seen = window.seen = {picture, pictures: 0, pressed: 0, waited: null};
            window.addEventListener('keydown', () => {
                seen.pressed = performance.now();
            }, true);
            picture.addEventListener('load', () => {
                seen.pictures += 1;
                seen.waited = performance.now() - seen.pressed;
            });
            seen.words = () => explorer.querySelector('[role=status]')?.innerText;
        }"""
    )


def shot(page, name):
    """Keep a picture of the explorer."""
    page.locator(".course-explorer").screenshot(path=PICTURES / f"{name}.png")


def words(page):
    """The line of words under the explorer's picture."""
    return page.evaluate("() => seen.words()")


def press(page, key, patience=800):
    """(the picture changed, the words changed, milliseconds to the new picture).

    The words come in a message of their own: after the picture, it has half a second.
    """
    page.evaluate("() => { seen.before = [seen.pictures, seen.words()]; }")
    page.keyboard.press(key)
    return page.evaluate(
        """patience => new Promise(resolve => {
            const answer = () => resolve([seen.pictures !== seen.before[0],
                seen.words() !== seen.before[1], seen.waited]);
            const late = setTimeout(answer, patience);
            const words = until => {
                const there = seen.words() !== seen.before[1];
                if (there || performance.now() > until) setTimeout(answer, 20);
                else setTimeout(() => words(until), 20);
            };
            const loaded = () => {
                clearTimeout(late);
                words(performance.now() + 500);
            };
            if (seen.pictures !== seen.before[0]) loaded();
            else seen.picture.addEventListener('load', loaded, {once: true});
        })""",
        patience,
    )


def select_cell_of(page, explorer):
    """Select the explorer's cell, as a click into it would."""
    explorer.scroll_into_view_if_needed()
    explorer.evaluate(
        """explorer => {
            const own = explorer.closest('.jp-Cell');
            const notebook = window.panel.content;
            notebook.activeCellIndex = notebook.widgets.findIndex(c => c.node === own);
        }"""
    )


def controls(explorer):
    """[(locator, keys), ...] of the explorer's controls that can be used now."""
    found = []
    for kind, keys in CONTROLS.items():
        for control in explorer.locator(kind).all():
            if control.is_visible() and control.is_enabled():
                found.append((control, keys))
    return found


def can_be_pointed_at(explorer):
    """True where the explorer's picture takes clicks and drags."""
    return bool(explorer.locator(".course-picture").evaluate("e => e.style.cursor"))


def drag(page, explorer):
    """Drag across the picture, corner to corner; how many pictures that made."""
    box = at_rest(page, explorer.locator(".course-picture"))
    before = page.evaluate("() => seen.pictures")
    for row in (0.3, 0.6):
        place = [(box["x"] + box["width"] * x / 20, x / 20) for x in range(1, 20)]
        page.mouse.move(place[0][0], box["y"] + box["height"] * row)
        page.mouse.down()
        for across, down in place:
            page.mouse.move(across, box["y"] + box["height"] * (row + 0.3 * down))
            page.wait_for_timeout(20)
        page.mouse.up()
    for _ in range(15):  # on a busy computer an answer takes seconds
        page.wait_for_timeout(300)
        made = page.evaluate("() => seen.pictures") - before
        if made >= 2:
            break
    return made


def at_rest(page, element):
    """Where it is in the window, once what is above it has come to rest."""
    element.scroll_into_view_if_needed()
    box = None
    while box != (box := element.bounding_box()):
        page.wait_for_timeout(500)
    return box


def latency(page, control, keys, presses=12):
    """Milliseconds from key to loaded picture, one for each press that changed it."""
    times, forward = [], True
    for _ in range(2 * presses):
        control.focus()
        changed, _, waited = press(page, keys[0] if forward else keys[1])
        if changed:
            times.append(waited)
        else:
            forward = not forward
        if len(times) == presses:
            break
    return times


# --- slides ----------------------------------------------------------------------


def slides(page, folder, all_pictures=True):
    """[(number, pixels too high, first words), ...] of the slides, as presented.

    Each is shown in jupyterlab-slideshow's live view with all its fragments. A picture
    goes to `folder`: of every slide, or only of those that are too high.
    """
    folder.mkdir(parents=True, exist_ok=True)
    page.evaluate("() => window.jupyterapp.commands.execute('deck:start')")
    page.wait_for_timeout(1500)  # the side bars are folded after a second
    found = []
    for number, cell in enumerate(page.evaluate(LAST_CELLS), 1):
        page.evaluate("cell => { window.panel.content.activeCellIndex = cell; }", cell)
        page.wait_for_timeout(80)
        over, words = page.evaluate(LOOK_AT_SLIDE)
        found.append((number, over, words))
        if over or all_pictures:
            page.screenshot(path=folder / f"slide_{number:02}.png")
    page.evaluate("() => window.jupyterapp.commands.execute('deck:stop')")
    return found


# The last cell of each slide: selecting it shows all fragments before it.
LAST_CELLS = """() => {
    const last = [];
    window.panel.content.widgets.forEach((cell, index) => {
        const type = cell.model.getMetadata('slideshow')?.slide_type;
        if (type === 'slide') last.push(index);
        else if (type !== 'skip' && type !== 'notes') last[last.length - 1] = index;
    });
    return last;
}"""

LOOK_AT_SLIDE = """() => {
    const cells = [...document.querySelectorAll('.jp-Cell.jp-deck-mod-onscreen')];
    const boxes = cells.map(cell => cell.getBoundingClientRect());
    const height = boxes.reduce((sum, box) => sum + box.height, 0);
    const words = cells.map(cell => cell.innerText).join(' ').replace(/\\s+/g, ' ');
    return [Math.max(0, Math.round(height - window.innerHeight)), words.slice(0, 50)];
}"""
