"""The only entry point. It needs nothing but Python: python3 run.py lab"""

# Written so that an old Python can still parse it, and be told what is missing:
# no f-strings, no annotations, nothing newer than Python 3.4.
import glob
import hashlib
import json
import os
import platform
import shutil
import subprocess
import sys
import sysconfig

USAGE = """\
python3 run.py lab [NN] [--originals] [options of JupyterLab]
    opens your copies in JupyterLab, in work/: the start page, or notebook NN;
    --originals: the notebooks themselves, for whoever changes the course
python3 run.py present NN [options of JupyterLab]
    shows notebook NN as slides, its explorers alive; saves nothing by itself
python3 run.py reset NN ...
    a fresh copy of notebook NN; what you have changed is kept beside it
python3 run.py check [NN ...] [FILE ...]
    runs your copy, and says which of its exercises pass; saves nothing
python3 run.py slides NN DIR
    the slides as one HTML file, for a room without Python; the explorers move
python3 run.py student DIR [--nbgrader]
    notebooks to hand out: no outputs, no solutions; --help says more
python3 run.py instructor DIR
    notebooks with open solutions and notes
python3 run.py badges URL
    for whoever publishes the course: its address, and links to Colab and Binder
python3 run.py test [NN ...] [--thorough] [-k WORDS] [options of pytest]
    for whoever changes the course: runs every test, or only those of some notebooks;
    --thorough: also what takes long and seldom breaks
python3 run.py execute [NN ...]
    runs the notebooks from top to bottom and saves what they show
python3 run.py bench
    measures the helpers and the explorers, and prints ratios

The first start makes a folder .venv and fills it; that takes about two minutes."""

ROOT = os.path.dirname(os.path.abspath(__file__))
OLDEST = (3, 11)
NEWEST = (3, 14)  # for which all packages of requirements.txt are made
ON_COLAB = "01", "09"  # tested as on Colab instead, by test_on_colab.py
CPU_INDEX = "https://download.pytorch.org/whl/cpu"
SETTINGS = {
    # JupyterLab asks on its first start whether it may fetch news.
    "@jupyterlab/apputils-extension:notification": {
        "fetchNews": "false",
        "checkForUpdates": False,
    },
    # The glossary, to which the notebooks link, opens to be read.
    "@jupyterlab/docmanager-extension:plugin": {
        "defaultViewers": {"markdown": "Markdown Preview"}
    },
    # A button for the slides (tools/labextensions/course-deck).
    "@jupyterlab/notebook-extension:panel": {
        "toolbar": [{"name": "slides", "command": "course:present", "label": "Slides"}]
    },
}


class Problem(Exception):
    """Something the user can mend; its text says how."""


def too_old(version):
    """The sentence for a Python that is too old, or None."""
    if version[:2] >= OLDEST:
        return None
    return (
        "The course needs Python %d.%d or newer and this is Python %d.%d. "
        "Install a newer one (https://www.python.org/downloads/) and call run.py "
        "with it, for example: python3.12 run.py lab"
    ) % (OLDEST + tuple(version[:2]))


def unfit(version, built_for, machine):
    """The sentence for a Python that the packages aren't made for, or None.

    built_for, machine: what sysconfig.get_platform and platform.machine say. Where
    Windows on ARM runs an x86 Python, that is made for win-amd64.
    """
    if version[:2] > NEWEST:
        return (
            "The course needs Python %d.%d to %d.%d, and this is Python %d.%d: some of "
            "its packages aren't made for that yet. Install an older one beside it "
            "(https://www.python.org/downloads/) and call run.py with it, for example: "
            "python3.12 run.py lab (on Windows: py -3.12 run.py lab)"
        ) % (OLDEST + NEWEST + tuple(version[:2]))
    if built_for.startswith("macosx") and machine == "x86_64":
        return (
            "This Python is made for an Intel Mac, and PyTorch no longer is. Open the "
            "notebooks in Colab or Binder: README.md has the links. If your Mac has an "
            "Apple chip, install the Python of https://www.python.org/downloads/ and "
            "call run.py with it."
        )
    if built_for in ("win-arm64", "win32"):
        return (
            "This Python is made for %s, and PyTorch isn't. Open the notebooks in "
            "Colab or Binder: README.md has the links. Or try the 64-bit Python for "
            "Windows (https://www.python.org/downloads/windows/, not the one for "
            "ARM64), and call run.py with it."
        ) % ("32-bit Windows" if built_for == "win32" else "Windows on ARM")
    return None


# --- the environment ---------------------------------------------------------


def venv_python(root):
    """The path of the environment's own Python."""
    if os.name == "nt":
        return os.path.join(root, ".venv", "Scripts", "python.exe")
    return os.path.join(root, ".venv", "bin", "python")


def stamp_path(root):
    return os.path.join(root, ".venv", "course-requirements.sha256")


def fingerprint(root):
    """The hash of requirements.txt: a new one means installing again."""
    with open(os.path.join(root, "requirements.txt"), "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def read(path):
    if not os.path.exists(path):
        return None
    with open(path, encoding="utf-8") as file:
        return file.read()


def write_if_new(path, text):
    if read(path) != text:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)


def is_ready(root):
    python_is_there = os.path.exists(venv_python(root))
    return python_is_there and read(stamp_path(root)) == fingerprint(root)


def ensure_environment(root=ROOT):
    """Make or mend .venv; does nothing when it fits requirements.txt already."""
    if not is_ready(root):
        install(root)
    # Two small files, looked at on every start: they heal when the folder has moved.
    libraries = glob.glob(os.path.join(root, ".venv", "lib", "python3*"))
    where = libraries[0] if libraries else os.path.join(root, ".venv", "Lib")
    write_if_new(os.path.join(where, "site-packages", "course.pth"), root + "\n")
    settings = ("share", "jupyter", "lab", "settings", "overrides.json")
    write_if_new(os.path.join(root, ".venv", *settings), json.dumps(SETTINGS))


def install(root):
    complaint = unfit(sys.version_info, sysconfig.get_platform(), platform.machine())
    if complaint:
        raise Problem(complaint)
    python = venv_python(root)
    print("Setting up the course in .venv: about two minutes and 1.7 GB, once.")
    print("It can be stopped (Ctrl-C) and goes on when the command is given again.")
    if not works(python):
        print("- making an empty environment", flush=True)
        make_venv(root)
    # An older pip fetches a whole package to ask its name.
    if pip_version(python) < (23, 2):
        pip(python, ["--upgrade", "pip"])
    install_torch(root, python)
    print("- installing the packages of requirements.txt", flush=True)
    pip(python, ["-r", os.path.join(root, "requirements.txt")])
    with open(stamp_path(root), "w", encoding="utf-8") as file:  # last: all is there
        file.write(fingerprint(root))
    print("Done.", flush=True)


def works(python):
    """Whether there is a Python with pip (not after an interrupted `venv`)."""
    return pip_version(python) > (0,)


def pip_version(python):
    """pip's version as a tuple, like (23, 2); (0,) without a working pip."""
    try:
        out = subprocess.check_output(
            [python, "-m", "pip", "--version"], stderr=subprocess.DEVNULL
        )
        return tuple(int(part) for part in out.split()[1].split(b".")[:2])
    except (OSError, subprocess.CalledProcessError, ValueError, IndexError):
        return (0,)


def make_venv(root):
    folder = os.path.join(root, ".venv")
    if subprocess.call([sys.executable, "-m", "venv", "--clear", folder]) != 0:
        raise Problem(
            "Python could not make the environment .venv (its reason is above). "
            "On Debian or Ubuntu this helps: sudo apt install python3-venv"
        )


def pip(python, arguments):
    """pip install, telling in a line each what arrives; pip's own words on failure."""
    command = [python, "-m", "pip", "install", "--disable-pip-version-check"]
    environ = dict(os.environ, PYTHONUNBUFFERED="1", PYTHONIOENCODING="utf-8")
    process = subprocess.Popen(
        command + arguments,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=environ,
        encoding="utf-8",
        errors="replace",
    )
    said = []
    try:
        for line in process.stdout:
            said.append(line)
            news = friendly(line)
            if news:
                print("  " + news, flush=True)
    except KeyboardInterrupt:
        process.terminate()
        process.wait()
        raise
    if process.wait() != 0:
        print("".join(said[-15:]))
        raise Problem(
            "The installation did not finish; pip's last words are above. Without a "
            "network it can't work; otherwise give the same command again."
        )


def friendly(line):
    """What one line of pip's output means to a reader; None for most of them."""
    words = line.split()
    if words[:1] == ["Collecting"]:
        return "fetching " + words[1]
    if words[:1] == ["Downloading"] and "MB)" in words:
        return "    " + " ".join(words[-2:]).strip("()") + " to download"
    if words[:2] == ["Installing", "collected"]:
        return "unpacking %d packages, about a minute" % (len(words) - 3)
    return None


# --- torch: the CPU build, where PyPI's would bring gigabytes of CUDA ---------


def install_torch(root, python):
    """On Linux without an NVIDIA GPU: torch from PyTorch's own CPU index.

    torchvision comes from there, too: its build has to be that of torch.
    """
    pins = torch_pins(read(os.path.join(root, "requirements.txt")))
    if not sys.platform.startswith("linux") or has_nvidia():
        return
    if not brings_cuda(torch_build(python, pins[0])):
        return
    print("- installing torch for the CPU", flush=True)
    try:
        pip(python, ["--no-deps", "--retries", "1", "--index-url", CPU_INDEX] + pins)
    except Problem:
        print("  PyTorch's CPU packages can't be reached: taking the CUDA build.")


def torch_pins(requirements):
    """['torch==2.13.0', 'torchvision==0.28.0'], as they stand in requirements.txt."""
    names = ("torch==", "torchvision==")
    return [line for line in requirements.split() if line.startswith(names)]


def has_nvidia():
    return os.path.exists("/proc/driver/nvidia/version")


def torch_build(python, pin):
    """The version pip would install, like '2.13.0+cpu'; None when it is there."""
    command = [python, "-m", "pip", "install", "--dry-run", "--no-deps", "-q"]
    try:
        report = subprocess.check_output(command + ["--report", "-", pin])
    except subprocess.CalledProcessError:
        raise Problem(
            "pip found no %s for this Python and machine (its reason is above). "
            "Without a network the first start can't work." % pin
        ) from None
    packages = json.loads(report.decode("utf-8"))["install"]
    return packages[0]["metadata"]["version"] if packages else None


def brings_cuda(version):
    """Whether this build of torch isn't the CPU one."""
    return version is not None and "+cpu" not in version


# --- the commands --------------------------------------------------------------


def notebooks(root):
    """{'01': path of notebook 01, ...}"""
    paths = glob.glob(os.path.join(root, "notebooks", "[0-9][0-9]_*.ipynb"))
    return {os.path.basename(path)[:2]: path for path in sorted(paths)}


def pick(root, number):
    """The path of the notebook with this number, '1' or '01'."""
    found = notebooks(root)
    if number.zfill(2) not in found:
        have = ", ".join(sorted(found)) or "none yet"
        raise Problem("There is no notebook %s; there are: %s." % (number, have))
    return found[number.zfill(2)]


def split_numbers(arguments):
    """(['01', '2'], the rest): an option's value, as in -k 01, is no number."""
    numbers, rest = [], []
    for position, word in enumerate(arguments):
        is_value = position and arguments[position - 1] in ("-k", "-m", "-n")
        (numbers if word.isdigit() and not is_value else rest).append(word)
    return numbers, rest


def lab_command(root, arguments):
    words = ["lab"]
    for word in arguments:  # a port is longer than a notebook's number
        is_number = word.isdigit() and len(word) < 3
        words.append(os.path.basename(pick(root, word)) if is_number else word)
    return [os.path.join("tools", "lab.py")] + words


def present_command(root, arguments):
    if not arguments or not arguments[0].isdigit():
        raise Problem("Which one? For example: python3 run.py present 04")
    path = pick(root, arguments[0])
    return [os.path.join("tools", "lab.py"), "present", os.path.basename(path)] + (
        arguments[1:]
    )


def reset_command(root, arguments):
    if not arguments:
        raise Problem("Which one? For example: python3 run.py reset 01")
    names = [os.path.basename(pick(root, number)) for number in arguments]
    return [os.path.join("tools", "lab.py"), "reset"] + names


def yours(root, path):
    """The student's copy of a notebook in work/, or the notebook if there is none."""
    copy = os.path.join(root, "work", os.path.basename(path))
    return copy if os.path.exists(copy) else path


def check_command(root, arguments):
    numbers, files = split_numbers(arguments or sorted(notebooks(root)))
    for name in files:
        if not os.path.isfile(name):
            raise Problem("There is no file %s: give a number, or a path." % name)
    paths = [yours(root, pick(root, number)) for number in numbers]
    paths += [os.path.abspath(name) for name in files]  # it runs in another folder
    return [os.path.join("tools", "check.py")] + paths


def test_command(root, arguments):
    numbers, rest = split_numbers(arguments)
    if numbers:
        tests = ["tests/browser/test_every_notebook.py", "tests/notebooks"]
        tests += ["--only=" + ",".join(number.zfill(2) for number in numbers)]
        paths = [pick(root, number) for number in numbers]
    else:
        tests, every = ["tests"], notebooks(root)
        if "--thorough" not in arguments and shutil.which("git"):
            every = {n: path for n, path in every.items() if n not in ON_COLAB}
        paths = by_seconds(every)
    paths = [os.path.relpath(path, root) for path in paths]
    workers = str(min(os.cpu_count() or 1, 8))
    spread = ["-n", workers, "--dist", "loadfile", "--no-loadscope-reorder"]
    compare = ["--nbval", "--nbval-current-env", "--durations=10"]
    words = ["-m", "pytest", "-q", "-rsfE"] + spread + compare
    return words + paths + tests + rest


def by_seconds(every):
    """The notebooks' paths, those first that promise to take longest."""

    def seconds(path):
        with open(path, encoding="utf-8") as file:
            return json.load(file)["metadata"]["course"]["seconds"]

    return sorted(every.values(), key=seconds, reverse=True)


def execute_command(root, arguments):
    numbers = arguments or sorted(notebooks(root))
    paths = [pick(root, number) for number in numbers]
    return [os.path.join("tools", "execute.py")] + paths


def editions_command(root, arguments):
    return [os.path.join(root, "tools", "editions.py")] + arguments


def slides_command(root, arguments):
    paths = [pick(root, word) if word.isdigit() else word for word in arguments[1:2]]
    return [os.path.join(root, "tools", "slides.py")] + paths + arguments[2:]


def bench_command(root, arguments):
    return [os.path.join("tools", "bench.py")] + arguments


def run(command, folder):
    """Run it to its end; Ctrl-C goes to the command, which knows how to stop."""
    process = subprocess.Popen(command, cwd=folder)
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            continue


def main(arguments):
    commands = {
        "lab": lab_command,
        "present": present_command,
        "reset": reset_command,
        "check": check_command,
        "test": test_command,
        "execute": execute_command,
        "bench": bench_command,
        "student": lambda root, words: editions_command(root, arguments),
        "instructor": lambda root, words: editions_command(root, arguments),
        "badges": lambda root, words: [os.path.join("tools", "badges.py")] + words,
        "slides": lambda root, words: slides_command(root, arguments),
    }
    if not arguments or arguments[0] not in commands:
        print(USAGE)
        return 0 if arguments[:1] in ([], ["-h"], ["--help"], ["help"]) else 2
    try:
        command = commands[arguments[0]](ROOT, arguments[1:])
        ensure_environment()
        # A folder to write to is meant from where one is.
        folder = None if os.path.isabs(command[0]) else ROOT
        return run([venv_python(ROOT)] + command, folder)
    except Problem as problem:
        print(problem, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. The same command goes on from here.", file=sys.stderr)
        return 130


if __name__ == "__main__":
    complaint = too_old(sys.version_info)
    sys.exit(complaint or main(sys.argv[1:]))
