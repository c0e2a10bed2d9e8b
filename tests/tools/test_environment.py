"""requirements.txt, environment.yml and pyproject.toml agree; the style holds."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import yaml
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[2]
CONDA_NAMES = {"pytorch-cpu": "torch", "matplotlib-base": "matplotlib"}

# A conda match spec as this course uses them: name, or name=version without build.
SPEC = re.compile(r"[a-z0-9][a-z0-9_.-]*(=\d+(\.\d+)*)?")


def pins():
    """{'numpy': '2.4.6', ...} of requirements.txt, which holds nothing else."""
    lines = (ROOT / "requirements.txt").read_text().splitlines()
    lines = [line for line in lines if line and not line.startswith("#")]
    assert all(re.fullmatch(r"[a-z0-9-]+==[0-9.]+", line) for line in lines), lines
    assert len({line.split("==")[0] for line in lines}) == len(lines)
    return dict(line.split("==") for line in lines)


def project():
    return tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]


def environment():
    return yaml.safe_load((ROOT / "environment.yml").read_text())


def conda_specs():
    return [spec for spec in environment()["dependencies"] if isinstance(spec, str)]


def pip_specs():
    nested = [spec for spec in environment()["dependencies"] if isinstance(spec, dict)]
    return [spec for group in nested for spec in group["pip"]]


def test_pyproject_names_the_same_packages_with_bounds_that_the_pins_meet():
    extras = project()["optional-dependencies"]
    wanted = [Requirement(word) for word in project()["dependencies"]]
    wanted += [Requirement(word) for group in extras.values() for word in group]
    assert {requirement.name for requirement in wanted} == set(pins())
    for requirement in wanted:
        assert requirement.specifier.contains(pins()[requirement.name]), requirement


def test_environment_holds_conda_match_specs():
    for spec in conda_specs():
        assert SPEC.fullmatch(spec), spec
    assert not SPEC.fullmatch("numpy==2.4.*,<3")
    assert not SPEC.fullmatch("numpy=2.4 pip")


def test_environment_agrees_with_the_pins():
    ours = pins()
    for spec in conda_specs():
        name, _, version = spec.partition("=")
        if name not in ("python", "pip"):
            pinned = ours[CONDA_NAMES.get(name, name)]
            assert f"{pinned}.".startswith(f"{version}."), f"{spec} against {pinned}"


def test_environment_has_all_that_the_notebooks_need():
    conda = [spec.partition("=")[0] for spec in conda_specs()]
    names = {CONDA_NAMES.get(name, name) for name in conda}
    names |= {spec.split("==")[0] for spec in pip_specs()}
    needed = project()["dependencies"] + project()["optional-dependencies"]["lab"]
    assert {Requirement(word).name for word in needed} <= names


def test_pip_adds_only_what_is_pure_python():
    # torch from pip would bring its own CUDA; the course itself is installed in place.
    ours = [f"{name}=={version}" for name, version in pins().items()]
    assert set(pip_specs()) - set(ours) == {"--editable ."}
    assert not [spec for spec in pip_specs() if spec.startswith(("torch", "numpy"))]


def test_python_is_the_oldest_that_is_promised():
    assert project()["requires-python"] == ">=3.11"
    assert "python=3.11" in conda_specs()
    assert "OLDEST = (3, 11)" in (ROOT / "run.py").read_text(encoding="utf-8")


def test_helpers_and_arithmetic_need_neither_torch_nor_numpy():
    code = "from helpers import arithmetic; import sys; print(*sys.modules)"
    out = subprocess.check_output([sys.executable, "-c", code], cwd=ROOT, text=True)
    assert not {"torch", "numpy"} & set(out.split())


def ruff(*arguments):
    command = [sys.executable, "-m", "ruff", *arguments, "."]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True)


def test_code_and_notebooks_keep_the_style():
    done = ruff("check", "--output-format=concise")
    assert done.returncode == 0, done.stdout


def test_code_and_notebooks_are_formatted():
    done = ruff("format", "--check")
    assert done.returncode == 0, f"{done.stdout}\nthis mends it: ruff format ."
