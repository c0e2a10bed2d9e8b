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
from tools import lab

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "build" / "browser"  # what the tests saw
SCREEN = {"width": 1280, "height": 720}
PATIENCE = 300_000  # milliseconds: nothing fails because a machine is slow
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


# Every cell is rendered at once, as in the slide view: otherwise some come while the
# browser is idle, and push those below them.
SETTINGS = {
    **run.SETTINGS,
    "@jupyterlab/notebook-extension:tracker": {"windowingMode": "none"},
}


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
        (folder / "app" / "overrides.json").write_text(json.dumps(SETTINGS))
        options = [
            f"--notebook-dir={folder}/notebooks",
            f"--LabApp.app_settings_dir={folder}/app",
        ]
        command = ["-m", "jupyterlab", *lab.OPTIONS, *options]
        with server(command, {**environ, **own}, folder / "log") as (address, token):
            yield Lab(address, token, folder / "notebooks")


@contextlib.contextmanager
def server(command, environ, log):
    """(address, token) of a JupyterLab that this command of Python's starts."""
    token, port = secrets.token_hex(16), free_port()
    address = f"http://127.0.0.1:{port}"
    options = [
        "--no-browser",
        "--expose-app-in-browser",
        f"--ServerApp.port={port}",
        f"--IdentityProvider.token={token}",
        "--KernelManager.shutdown_wait_time=0",  # there is nothing to save
    ]
    command = [sys.executable, *command, *options]
    with open(log, "w") as output:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environ, stdout=output, stderr=output
        )
    try:
        wait_for_server(f"{address}/api/status?token={token}", process, log)
        yield address, token
    finally:
        process.terminate()
        process.wait(PATIENCE / 1000)


def free_port():
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()[1]


def wait_for_server(address, server, log):
    for _ in range(PATIENCE // 200):
        with contextlib.suppress(OSError), urllib.request.urlopen(address) as answer:
            return answer.read()
        if server.poll() is not None:
            break
        time.sleep(0.2)
    raise RuntimeError(f"JupyterLab didn't start:\n{log.read_text()[-3000:]}")


@contextlib.contextmanager
def page_of(lab):
    """The page of a browser that shows the lab, as large as a slide."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_browser(), args=FLAGS, timeout=PATIENCE
        )
        page = browser.new_page(viewport=SCREEN)
        page.set_default_timeout(PATIENCE)
        page.goto(f"{lab.address}/lab?token={lab.token}&reset")
        page.wait_for_function("() => window.jupyterapp")
        yield page
        browser.close()


def open_notebook(page, name):
    """Open the notebook with its saved outputs, and wait until all of it is shown."""
    page.evaluate(
        """async path => {
            await jupyterapp.restored;
            jupyterapp.shell.expandLeft();
            const how = {path, factory: 'Notebook', kernel: window.kept};
            const open = await jupyterapp.commands.execute('docmanager:open', how);
            await Promise.all([open.revealed, open.sessionContext.ready]);
            // What the widgets have asked, and the kernel hasn't done yet.
            const asked = new Set(), {kernel} = open.sessionContext.session;
            kernel.anyMessage.connect((_, {direction, msg: {header}}) => {
                if (direction === 'send' && header.msg_type === 'comm_msg')
                    asked.add(header.msg_id);
            });
            kernel.iopubMessage.connect((_, {parent_header, content}) => {
                if (content.execution_state === 'idle')
                    asked.delete(parent_header.msg_id);
            });
            Object.assign(window, {panel: open, asked});
        }""",
        name,
    )
    settle(page)


def close_notebook(page):
    """Close it, and keep its kernel for the next one that is opened, without its names.

    What was imported stays: torch takes seconds.
    """
    page.evaluate(
        """async code => {
            const {kernel} = panel.sessionContext.session;
            await kernel.requestExecute({code}).done;
            window.kept = {id: kernel.id};
            panel.dispose();
        }""",
        "import ipywidgets\nipywidgets.Widget.close_all()\n%reset -f",
    )


def settle(page):
    """Wait until all is answered, shown, loaded, typeset and at its place."""
    page.evaluate(SETTLED, PATIENCE)


# Asked in each frame, until two in succession have nothing to wait for; while the
# kernel works only that is asked, and seldom: the rest takes long, and a core.
SETTLED = r"""async patience => {
    const {node, content: {widgets}, sessionContext: {session}} = panel;
    const some = (selector, test) => [...node.querySelectorAll(selector)].some(test);
    const end = performance.now() + patience, formula = /\$\S.*\$/;
    const empty = '.course-explorer:not(:has(.course-picture))';
    const working = () => asked.size || session.kernel.status !== 'idle';
    for (let calm = 0, before; calm < 2;) {
        while (working() && performance.now() < end)
            await new Promise(next => { setTimeout(next, 20); });
        await new Promise(requestAnimationFrame);
        const boxes = widgets.map(cell => cell.node.getBoundingClientRect());
        const places = boxes.map(box => Object.values(box.toJSON())).join();
        const waits = Object.entries({
            'moving cells': places !== before,
            'the kernel': working(),
            'cells': widgets.some(cell => cell.isPlaceholder()),
            'fonts': document.fonts.status !== 'loaded',
            'images': some('img', image => !image.complete),
            'MathJax': some('.jp-RenderedMarkdown p', p => formula.test(p.textContent)),
            'widgets': some('.jp-OutputArea-output', output =>
                output.firstChild?.data?.startsWith('Loading widget')),
            'explorers': node.querySelector(empty),
            'an answer': node.querySelector('[aria-busy="true"]'),
        }).filter(([, waiting]) => waiting);
        if (performance.now() > end) throw Error('still waits for ' + waits);
        calm = waits.length ? 0 : calm + 1;
        before = places;
    }
}"""


def press_mouse(page, element, place):
    """Press the mouse's button where place(its box) says; give the box.

    It goes down only when the element lies under the pointer, or its explorer.
    """
    for _ in range(10):
        element.scroll_into_view_if_needed()
        settle(page)
        box = element.bounding_box()
        page.mouse.move(*place(box))
        if element.evaluate(LIES_AT, place(box)):
            page.mouse.down()
            return box
    raise AssertionError(f"something else lies over {element}")


LIES_AT = """(element, place) => {
    const whole = element.closest('.course-explorer') ?? element;
    return whole.contains(document.elementFromPoint(...place));
}"""


def stroke(page, element, points, wide=None):
    """Press, move and release the mouse along points over the element; give its box.

    They count from its upper left corner: in pixels, or as if it were `wide` wide.
    Each is answered before the next.
    """

    def place(box, point=points[0]):
        zoom = box["width"] / wide if wide else 1
        return box["x"] + zoom * point[0], box["y"] + zoom * point[1]

    box = press_mouse(page, element, place)
    for point in points[1:]:
        page.mouse.move(*place(box, point))
        settle(page)
    page.mouse.up()
    settle(page)
    return box


def run_cells(page, numbers):
    """Run the cells of these numbers; the errors of those that were not meant to fail.

    All other cells keep the outputs that were saved.
    """
    page.evaluate(
        """numbers => {
            const notebook = panel.content;
            notebook.deselectAll();
            notebook.activeCellIndex = numbers[0];
            for (const number of numbers) {
                notebook.widgets[number].model.clearExecution();
                notebook.select(notebook.widgets[number]);
            }
            window.ran = false;
            const end = () => { window.ran = true; };
            jupyterapp.commands.execute('notebook:run-cell').finally(end);
        }""",
        numbers,
    )
    page.wait_for_function("() => ran", polling=100)
    settle(page)
    return page.evaluate(
        """numbers => numbers.map(number => panel.content.widgets[number].model)
            .filter(cell => !cell.getMetadata('tags')?.includes('raises-exception')
                && cell.outputs.toJSON().some(out => out.output_type === 'error'))
            .map(cell => cell.sharedModel.source)""",
        numbers,
    )


def state(page):
    """What no key in an explorer may change: the cells, and which one is selected."""
    return page.evaluate(
        """() => {
            const {widgets, activeCellIndex} = panel.content;
            return [widgets.map(cell => cell.model.id), activeCellIndex];
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
            const seen = window.seen = {pictures: 0, pressed: 0, waited: null};
            window.addEventListener('keydown', () => {
                seen.pressed = performance.now();
                seen.waited = null;
            }, true);
            picture.addEventListener('load', () => {
                seen.pictures += 1;
                seen.waited ??= performance.now() - seen.pressed;
            });
            seen.words = () => explorer.querySelector('[role=status]')?.innerText;
        }"""
    )


def pictures(page):
    """How many the explorer has shown since `watch`."""
    return page.evaluate("() => seen.pictures")


def shot(page, name):
    """Keep a picture of the explorer."""
    page.locator(".course-explorer").screenshot(path=PICTURES / f"{name}.png")


def words(page):
    """The line of words under the explorer's picture."""
    return page.evaluate("() => seen.words()")


def press(page, key):
    """(the picture changed, the words changed, milliseconds to the new picture)."""
    page.evaluate("() => { seen.before = [seen.pictures, seen.words()]; }")
    page.keyboard.press(key)
    settle(page)
    return page.evaluate(
        """() => [seen.pictures !== seen.before[0], seen.words() !== seen.before[1],
            seen.waited]"""
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
    picture, before = explorer.locator(".course-picture"), pictures(page)
    high = picture.evaluate("e => e.clientHeight / e.clientWidth")
    for row in (0.3, 0.6):
        place = [(x / 20, high * (row + 0.3 * x / 20)) for x in range(1, 20, 3)]
        stroke(page, picture, place, wide=1)
    return pictures(page) - before


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
