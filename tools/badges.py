"""For whoever publishes the course: its address, and links that open it elsewhere.

Called by `python3 run.py badges https://github.com/OWNER/NAME`. It writes the address
into pyproject.toml and the set-up cells, and links to Colab and Binder into README.md
and each title cell. Until then there is no such link, as it would lead nowhere.
"""

import argparse
import re
import sys
import tomllib
from urllib.parse import quote

import nbformat

from tools.execute import ROOT, save

README = "<!-- links -->\n{}<!-- /links -->\n"
ADDRESS = r"https://github\.com/[\w.-]+/[\w.-]+?"
COLAB = "https://colab.research.google.com/github/{}/blob/{}/notebooks/{}"
BINDER = "https://mybinder.org/v2/gh/{}/{}?urlpath=lab/tree/notebooks/{}"
PULLER = "{}/hub/user-redirect/git-pull?repo={}&branch={}&urlpath=lab/tree/{}/notebooks"


def links(name, branch, notebook):
    """The line that opens one notebook elsewhere, as Markdown."""
    colab = COLAB.format(name, branch, notebook)
    binder = BINDER.format(name, branch, quote(notebook, ""))
    return f"Open it in [Colab]({colab}) or [Binder]({binder})."


def renamed(notebook, old, new, line):
    """The notebook with the new address in its set-up cell and links in its title."""
    title, set_up = notebook.cells[0], notebook.cells[1]
    folder = new.rsplit("/", 1)[1]
    set_up.source = set_up.source.replace(old, new).replace(
        f'Path("{old.rsplit("/", 1)[1]}")', f'Path("{folder}")'
    )
    rest = re.sub(r"\n+Open it in \[Colab\].*", "", title.source)
    title.source = f"{rest}\n\n{line}"
    return notebook


def write(root, address, branch, hub):
    """Change the files; returns how many notebooks were."""
    project = root / "pyproject.toml"
    text = project.read_text("utf-8")
    old = tomllib.loads(text)["project"]["urls"]["Repository"]
    project.write_text(text.replace(old, address), "utf-8")
    name = address.removeprefix("https://github.com/")
    paths = sorted((root / "notebooks").glob("[0-9][0-9]_*.ipynb"))
    for path in paths:
        line = links(name, branch, path.name)
        save(renamed(nbformat.read(path, as_version=4), old, address, line), path)
    readme = root / "README.md"
    shown = links(name, branch, paths[0].name).replace("Open it", "Open notebook 01")
    if hub:
        pull = PULLER.format(
            hub.rstrip("/"), quote(address, ""), branch, name.split("/")[1]
        )
        shown += f" On our hub, [this link]({pull}) fetches the course, or what is new."
    block = README.format(shown + "\n")
    text = re.sub(
        README.format("(.*\n)*?"), block.replace("\\", r"\\"), readme.read_text("utf-8")
    )
    readme.write_text(text, "utf-8")
    return len(paths)


def main(arguments):
    words = argparse.ArgumentParser("python3 run.py badges", description=__doc__)
    words.add_argument("address", help="https://github.com/OWNER/NAME")
    words.add_argument("--branch", default="main")
    words.add_argument("--hub", help="a JupyterHub with nbgitpuller, https://…")
    options = words.parse_args(arguments)
    address = options.address.rstrip("/").removesuffix(".git")
    if not re.fullmatch(ADDRESS, address):
        words.error("an address such as https://github.com/OWNER/NAME is wanted")
    count = write(ROOT, address, options.branch, options.hub)
    print(f"README.md, pyproject.toml and {count} notebooks are changed: commit them.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
