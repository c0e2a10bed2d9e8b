"""Open the course in JupyterLab. Called by `python3 run.py lab`, `present`, `reset`."""

import json
import shutil
import sys
from pathlib import Path

import nbformat
from jupyterlab.labapp import main as jupyterlab

import run
from tools import copies, needed, start
from tools.execute import ROOT

NOTEBOOKS, WORK = ROOT / "notebooks", ROOT / "work"
OPTIONS = [
    # Root is who one is in a container; the server listens on this machine only.
    "--ServerApp.ip=127.0.0.1",
    "--allow-root",
    f"--LabApp.extra_labextensions_path={ROOT / 'tools' / 'labextensions'}",
    # Each answer is sent at once (the module says why).
    "--ServerApp.kernel_websocket_connection_class="
    "tools.prompt_websocket.PromptConnection",
]


def update():
    """Bring the working copies and the start page up to date, and say what is new."""
    for sentence in copies.update(NOTEBOOKS, WORK):
        print(sentence, flush=True)
    start.write(WORK)


def command(folder, name, options):
    """JupyterLab's arguments: it shows a folder, with this notebook of it open."""
    # Links from the folder to what lies beside it work as well.
    shown = [f"--ServerApp.root_dir={ROOT}"]
    shown += [f"--FileContentsManager.preferred_dir={folder}"]
    if name:
        shown += [f"--LabApp.default_url=/lab/tree/{folder.name}/{name}"]
    return [*OPTIONS, *shown, *options]


def present(name):
    """JupyterLab's options that let it begin with the slides of this notebook.

    Its settings are those of `lab`, but that it saves nothing by itself: the original
    stays as it is. The extension finds in the page's configuration what to run.
    """
    settings = Path(sys.prefix, "share", "jupyter", "lab", "present")
    settings.mkdir(parents=True, exist_ok=True)
    never = {"@jupyterlab/docmanager-extension:plugin": {"autosave": False}}
    whole = {"@jupyterlab/notebook-extension:tracker": {"windowingMode": "none"}}
    overrides = run.SETTINGS | never | whole
    cells = needed.cells(nbformat.read(NOTEBOOKS / name, as_version=4))
    wanted = json.dumps({"path": f"notebooks/{name}", "cells": cells})
    for file, content in [
        ("overrides", overrides),
        ("page_config", {"coursePresent": wanted}),
    ]:
        (settings / f"{file}.json").write_text(json.dumps(content), "utf-8")
    shutil.rmtree(settings / "workspaces", ignore_errors=True)  # what was open then
    return [
        f"--LabApp.app_settings_dir={settings}",
        f"--LabApp.workspaces_dir={settings / 'workspaces'}",
    ]


def main(arguments):
    """lab [FILE] [--originals] [options of JupyterLab]; present FILE; reset FILE ..."""
    what, *rest = arguments
    names = [word for word in rest if word.endswith(".ipynb")]
    options = [word for word in rest if word not in names]
    if what == "reset":
        for name in names:
            print(copies.reset(NOTEBOOKS / name, WORK))
        return 0
    if what == "present":
        options += present(names[0])
        folder, first = NOTEBOOKS, None
    elif "--originals" in options:
        options.remove("--originals")
        folder, first = NOTEBOOKS, None
    else:
        update()
        folder, first = WORK, start.NAME
    return jupyterlab(command(folder, (names or [first])[0], options))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
