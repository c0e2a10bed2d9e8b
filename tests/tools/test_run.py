"""run.py: its commands, the stamp, interruptions. Nothing is installed here."""

import ast
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from jupyterlab_server.config import get_federated_extensions

import run
from tools import lab

ROOT = Path(__file__).resolve().parents[2]
TORCH = "torch==2.13.0\ntorchvision==0.28.0\n"


@pytest.fixture
def course(tmp_path):
    """An empty course: two notebooks and a requirements.txt."""
    (tmp_path / "notebooks").mkdir()
    for name, seconds in ("01_one", 10), ("02_two", 90), ("scratch", 1):
        text = json.dumps({"metadata": {"course": {"seconds": seconds}}})
        (tmp_path / "notebooks" / f"{name}.ipynb").write_text(text)
    (tmp_path / "requirements.txt").write_text("numpy==2.4.6\n" + TORCH)
    return str(tmp_path)


@pytest.fixture
def calls(monkeypatch):
    """Installing is replaced by a list of what would have been done."""
    done = []

    def make_venv(root):
        done.append("venv")
        python = Path(run.venv_python(root))
        (python.parent.parent / "lib" / "python3.11" / "site-packages").mkdir(
            parents=True
        )
        python.parent.mkdir(parents=True)
        python.touch()

    def pip_version(python):
        return (26, 0) if Path(python).exists() else (0,)

    monkeypatch.setattr(run, "make_venv", make_venv)
    monkeypatch.setattr(run, "pip_version", pip_version)
    monkeypatch.setattr(run, "pip", lambda python, words: done.append(words[-1]))
    monkeypatch.setattr(run, "torch_build", lambda python, pin: "2.13.0+cpu")
    return done


# --- arguments ---------------------------------------------------------------------


@pytest.mark.parametrize("number", ["2", "02"])
def test_lab_and_reset_know_a_notebook_by_its_number(course, number):
    words = [number, "--no-browser", "--port", "9999"]
    assert run.lab_command(course, words)[1:] == ["lab", "02_two.ipynb", *words[1:]]
    assert run.lab_command(course, words[1:])[1:] == ["lab", *words[1:]]
    assert run.reset_command(course, [number, "1"])[1:] == [
        "reset",
        "02_two.ipynb",
        "01_one.ipynb",
    ]


def test_lab_brings_the_keys_of_the_slides():
    option = "--LabApp.extra_labextensions_path="
    (word,) = [word for word in lab.OPTIONS if word.startswith(option)]
    (found,) = get_federated_extensions([word.removeprefix(option)]).values()
    script = Path(found["ext_path"], found["jupyterlab"]["_build"]["load"])
    assert f'window._JUPYTERLAB["{found["name"]}"]' in script.read_text()
    # JupyterLab lets browsers keep what lies in a folder “static”, for ever.
    assert "static" not in script.parts[len(ROOT.parts) :]


def test_present_and_slides_need_a_notebook(course, tmp_path):
    path = str(tmp_path / "notebooks" / "02_two.ipynb")
    words = ["2", "--no-browser"]
    assert run.present_command(course, words)[1:] == [
        "present",
        "02_two.ipynb",
        words[1],
    ]
    assert run.slides_command(course, ["slides", "2", "out"])[1:] == [path, "out"]


def test_test_runs_everything(course):
    command = run.test_command(course, [])
    found = [Path(word) for word in command[-2:]]  # 01 is run as on Colab
    assert found == [Path("notebooks/02_two.ipynb"), Path("tests")]
    every = run.test_command(course, ["--thorough"])
    assert [Path(w).stem for w in every[-4:-2]] == ["02_two", "01_one"]
    assert {"--nbval", "loadfile"} < set(command)
    assert "scratch.ipynb" not in " ".join(command)
    words = ["--thorough", "-k", "01", "-x"]  # for pytest
    assert run.test_command(course, words)[-5:] == ["tests", *words]
    of_one = run.test_command(course, ["1"])
    assert "--only=01" in of_one and "tests" not in of_one
    assert "02_two" not in " ".join(of_one)


def test_execute_takes_some_or_all(course):
    names = [Path(path).stem for path in run.execute_command(course, [])[1:]]
    assert names == ["01_one", "02_two"]
    assert len(run.execute_command(course, ["1"])) == 2


def test_check_takes_numbers_and_files(course, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path / "notebooks")
    own = str(tmp_path / "notebooks" / "scratch.ipynb")
    for words in ([], ["1", "02"]):
        found = run.check_command(course, words)[1:]
        assert [Path(path).name for path in found] == ["01_one.ipynb", "02_two.ipynb"]
    assert run.check_command(course, ["scratch.ipynb"])[1:] == [own]
    copy = tmp_path / "work" / "02_two.ipynb"
    copy.parent.mkdir()
    copy.touch()
    assert run.check_command(course, ["2"])[1:] == [str(copy)]


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        (lambda course: run.lab_command(course, ["7"]), "no notebook 7; there are: 01"),
        (lambda course: run.pick(course + "/notebooks", "1"), "none yet"),
        (lambda course: run.reset_command(course, []), "run.py reset 01"),
        (lambda course: run.present_command(course, []), "run.py present 04"),
        (
            lambda course: run.check_command(course, ["lost.ipynb"]),
            "no file lost.ipynb: give a number",
        ),
    ],
)
def test_what_is_not_there_gets_a_sentence(course, ask, words):
    with pytest.raises(run.Problem, match=words):
        ask(course)


@pytest.mark.parametrize(("words", "code"), [([], 0), (["--help"], 0), (["tset"], 2)])
def test_other_words_get_the_usage(words, code, capsys):
    assert run.main(words) == code
    assert "run.py lab [NN]" in capsys.readouterr().out


# --- the environment ----------------------------------------------------------------


def test_first_start_installs_and_the_second_only_what_is_new(course, calls):
    run.ensure_environment(course)
    assert calls == ["venv", str(Path(course, "requirements.txt"))]
    calls.clear()
    run.ensure_environment(course)
    assert calls == []
    Path(course, "requirements.txt").write_text("numpy==2.5.0\n" + TORCH)
    run.ensure_environment(course)
    assert calls == [str(Path(course, "requirements.txt"))]
    Path(run.venv_python(course)).unlink()
    assert not run.is_ready(course)


def test_an_interrupted_installation_is_taken_up_again(course, calls, monkeypatch):
    def interrupted(python, words):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(run, "pip", interrupted)
        with pytest.raises(KeyboardInterrupt):
            run.ensure_environment(course)
    assert not Path(run.stamp_path(course)).exists()
    assert calls == ["venv"]
    run.ensure_environment(course)
    assert calls == ["venv", str(Path(course, "requirements.txt"))]
    assert run.is_ready(course)


def test_helpers_is_on_the_path_and_the_news_is_off(course, calls):
    run.ensure_environment(course)
    [pth] = Path(course, ".venv").rglob("course.pth")
    assert pth.read_text() == course + "\n"
    [settings] = Path(course, ".venv").rglob("overrides.json")
    assert '"fetchNews": "false"' in settings.read_text()


def test_a_moved_folder_heals_itself(course, calls, tmp_path):
    run.ensure_environment(course)
    moved = tmp_path.with_name(tmp_path.name + "_moved")
    tmp_path.rename(moved)
    run.ensure_environment(str(moved))
    [pth] = (moved / ".venv").rglob("course.pth")
    assert pth.read_text() == str(moved) + "\n"


def test_ctrl_c_gets_a_sentence(monkeypatch, capsys):
    def interrupted():
        raise KeyboardInterrupt

    monkeypatch.setattr(run, "ensure_environment", interrupted)
    assert run.main(["bench"]) == 130
    assert "goes on from here" in capsys.readouterr().err


def test_pip_failing_shows_its_words_and_says_what_to_do(capsys):
    with pytest.raises(run.Problem, match="same command again"):
        run.pip(sys.executable, ["--no-index", "a-package-that-is-nowhere"])
    assert "a-package-that-is-nowhere" in capsys.readouterr().out


def test_the_progress_is_told_in_plain_words():
    assert run.friendly("Collecting numpy==2.4.6\n") == "fetching numpy==2.4.6"
    size = "     Downloading numpy-2.4.6-cp311-cp311-linux.whl (16.9 MB)\n"
    assert run.friendly(size).strip() == "16.9 MB to download"
    many = "Installing collected packages: a, b, c\n"
    assert run.friendly(many) == "unpacking 3 packages, about a minute"
    assert run.friendly("Requirement already satisfied: numpy\n") is None


# --- Pythons that the packages aren't made for ----------------------------------------

FIT = [
    ((3, 11, 0), "linux-x86_64", "x86_64"),
    ((3, 14, 2), "linux-aarch64", "aarch64"),
    ((3, 12, 1), "win-amd64", "AMD64"),
    ((3, 12, 1), "win-amd64", "ARM64"),  # an x86 Python that Windows on ARM runs
    ((3, 13, 0), "macosx-10.13-universal2", "arm64"),
    ((3, 13, 0), "macosx-11.0-arm64", "arm64"),
]
UNFIT = [
    ((3, 15, 0), "linux-x86_64", "x86_64", "3.11 to 3.14, and this is Python 3.15"),
    ((4, 0, 0), "win-amd64", "AMD64", "3.11 to 3.14, and this is Python 4.0"),
    ((3, 13, 0), "macosx-10.13-universal2", "x86_64", "Intel Mac"),
    ((3, 12, 1), "macosx-10.9-x86_64", "x86_64", "Intel Mac"),
    ((3, 12, 1), "win-arm64", "ARM64", "Windows on ARM"),
    ((3, 12, 1), "win32", "AMD64", "32-bit Windows"),
]


@pytest.mark.parametrize(("version", "platform", "machine"), FIT)
def test_these_pythons_have_all_packages(version, platform, machine):
    assert run.unfit(version, platform, machine) is None


@pytest.mark.parametrize(("version", "platform", "machine", "said"), UNFIT)
def test_other_pythons_get_a_sentence(version, platform, machine, said):
    sentence = run.unfit(version, platform, machine)
    assert said in sentence
    assert "Colab" in sentence or "python3.12 run.py lab" in sentence


@pytest.mark.parametrize(
    ("version", "said"),
    [
        ((3, 15, 0, "final", 0), "The course needs Python 3.11 to 3.14"),
        ((3, 8, 10), "needs Python 3.11 or newer and this is Python 3.8"),
    ],
)
def test_the_sentence_comes_before_anything_is_made_or_fetched(tmp_path, version, said):
    for name in ("run.py", "requirements.txt"):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    code = (
        f"import runpy, sys; sys.version_info = {version}; "
        "sys.argv = ['run.py', 'lab']; runpy.run_path('run.py', run_name='__main__')"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={**os.environ, "PIP_NO_INDEX": "1"},  # if it fails, it fetches nothing
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1 and done.stdout == ""
    assert said in done.stderr and "Traceback" not in done.stderr
    assert not (tmp_path / ".venv").exists()


def test_an_environment_that_is_there_runs_whatever_python_calls(
    course, calls, monkeypatch
):
    monkeypatch.setattr(run, "unfit", lambda *python: None)
    run.ensure_environment(course)
    monkeypatch.setattr(run, "unfit", lambda *python: "made for no such Python")
    run.ensure_environment(course)


def test_readme_promises_the_same_pythons():
    oldest, newest = (".".join(map(str, v)) for v in (run.OLDEST, run.NEWEST))
    words = (ROOT / "README.md").read_text(encoding="utf-8")
    assert f"With Python {oldest} to {newest} and nothing else" in words


# --- torch ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("platform", "nvidia", "build", "from_cpu_index"),
    [
        ("linux", False, "2.13.0", True),
        ("linux", False, "2.13.0+cu130", True),
        ("linux", False, "2.13.0+cpu", False),
        ("linux", False, None, False),  # it is installed already
        ("linux", True, "2.13.0", False),
        ("darwin", False, "2.13.0", False),
        ("win32", False, "2.13.0", False),
    ],
)
def test_torch_for_the_cpu(
    course, monkeypatch, platform, nvidia, build, from_cpu_index
):
    installed = []
    monkeypatch.setattr(run.sys, "platform", platform)
    monkeypatch.setattr(run, "has_nvidia", lambda: nvidia)
    monkeypatch.setattr(run, "torch_build", lambda python, pin: build)
    monkeypatch.setattr(run, "pip", lambda python, words: installed.append(words))
    run.install_torch(course, "python")
    assert bool(installed) == from_cpu_index
    if installed:
        assert run.CPU_INDEX in installed[0]
        assert installed[0][-2:] == ["torch==2.13.0", "torchvision==0.28.0"]


def test_both_pins_are_found_torch_first():
    pins = run.torch_pins((ROOT / "requirements.txt").read_text())
    assert [pin.split("==")[0] for pin in pins] == ["torch", "torchvision"]


def test_an_unreachable_cpu_index_is_no_end(course, monkeypatch, capsys):
    def unreachable(python, words):
        raise run.Problem("no network")

    monkeypatch.setattr(run.sys, "platform", "linux")
    monkeypatch.setattr(run, "has_nvidia", lambda: False)
    monkeypatch.setattr(run, "torch_build", lambda python, pin: "2.13.0")
    monkeypatch.setattr(run, "pip", unreachable)
    run.install_torch(course, "python")
    assert "can't be reached" in capsys.readouterr().out


@pytest.mark.parametrize("packages", [[], [{"metadata": {"version": "2.13.0+cpu"}}]])
def test_the_build_is_read_from_pips_report(monkeypatch, packages):
    report = json.dumps({"install": packages}).encode()
    monkeypatch.setattr(run.subprocess, "check_output", lambda command: report)
    build = run.torch_build("python", "torch==2.13.0")
    assert build == ("2.13.0+cpu" if packages else None)


def test_cpu_index_is_named_in_no_requirements_file():
    for name in ("requirements.txt", "environment.yml", "pyproject.toml"):
        assert "download.pytorch.org" not in (ROOT / name).read_text()


# --- old Pythons ----------------------------------------------------------------------


def test_old_pythons_can_parse_run_py():
    tree = ast.parse((ROOT / "run.py").read_text(encoding="utf-8"))
    new = (ast.JoinedStr, ast.NamedExpr, ast.AnnAssign, ast.AsyncFunctionDef, ast.Match)
    assert not [node for node in ast.walk(tree) if isinstance(node, new)]
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    assert not [f.name for f in functions if f.returns or f.args.posonlyargs]


def test_run_py_imports_the_standard_library_only():
    tree = ast.parse((ROOT / "run.py").read_text(encoding="utf-8"))
    imported = {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
    }
    assert imported <= sys.stdlib_module_names
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
