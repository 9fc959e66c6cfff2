"""veraPDF, the reference validator for PDF/A and PDF/UA, run on many files at once."""

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import pytest

FOLDER = Path(__file__).parents[1] / "build" / "verapdf"
MAIN_CLASS = "org.verapdf.apps.GreenfieldCliWrapper"

Flavour = Literal["ua1", "3a", "3b"]
PROFILES: dict[Flavour, str] = {"ua1": "PDF/UA-1", "3a": "PDF/A-3A", "3b": "PDF/A-3B"}

# Quick to start rather than quick to run: one core's garbage collector, no optimising compiler.
JVM_OPTIONS = ("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto", "-XX:-UsePerfData")
TIME_LIMIT = 300  # seconds, for a whole batch

# veraPDF ends with 0 when all files conform and with 1 when some do not; above, it could not say.
CONFORMING, NOT_CONFORMING = 0, 1


@dataclass(frozen=True, slots=True)
class Failure:
    """One rule that a file breaks, with the first place where it does."""

    clause: str
    test: int
    description: str
    object: str
    context: str
    message: str
    count: int

    def __str__(self) -> str:
        rule = f"{self.clause}-{self.test} {self.object} ({self.count} times)"
        return f"{rule}: {self.message} [{self.context}]"


Validate = Callable[[Iterable[Path], Flavour], dict[Path, list[Failure]]]


class NotValidatedError(Exception):
    """veraPDF gave no verdict on a file."""


def available() -> bool:
    """Whether `make verapdf` has been run and there is a Java to run it with."""
    return (FOLDER / "fetched").exists() and shutil.which("java") is not None


@pytest.fixture(scope="session", name="verapdf")
def validate_or_skip() -> Validate:
    """`validate`; without veraPDF the test is skipped, or fails where veraPDF is required."""
    if available():
        return validate
    absence = "NOT CHECKED: veraPDF or java is not here; run `make verapdf`"
    if os.environ.get("CI") or os.environ.get("NOTEGEN_REQUIRE_VERAPDF"):
        pytest.fail(absence, pytrace=False)
    pytest.skip(absence)


def validate(paths: Iterable[Path], flavour: Flavour) -> dict[Path, list[Failure]]:
    """The broken rules of each PDF, none for a file that conforms, from a single JVM.

    Raises NotValidatedError when a file is missing, or is not a PDF that veraPDF can parse.
    """
    files = {path: str(path.resolve()) for path in paths}
    if not files:
        return {}
    report = _report(sorted(set(files.values())), flavour)
    jobs = {job["itemDetails"]["name"]: job for job in report}
    return {path: _failures(jobs.get(name), path, flavour) for path, name in files.items()}


def _report(names: list[str], flavour: Flavour) -> list[dict[str, Any]]:
    with tempfile.TemporaryDirectory(prefix="verapdf-") as scratch:
        locations = (f"-Djava.io.tmpdir={scratch}", f"-Duser.home={scratch}")
        classes = ("-Dfile.encoding=UTF-8", "-cp", str(FOLDER / "*"), MAIN_CLASS)
        # Without --nonpdfext a file of another name is left out, and the exit code is still 0.
        options = ("--flavour", flavour, "--format", "json", "--nonpdfext")
        run = subprocess.run(
            ["java", *JVM_OPTIONS, *locations, *classes, *options, *names],
            # Java finds no file with a non-ASCII name under the C locale.
            env={**os.environ, "LC_ALL": "C.UTF-8"},
            cwd=scratch,
            capture_output=True,
            encoding="utf-8",
            timeout=TIME_LIMIT,
            check=False,
        )
    try:
        jobs: list[dict[str, Any]] = json.loads(run.stdout)["report"]["jobs"]
    except (ValueError, KeyError, TypeError) as error:
        raise NotValidatedError(f"no report, exit code {run.returncode}: {run.stderr}") from error
    # Every file's job is looked at afterwards, so this is for what no single job tells.
    if run.returncode not in (CONFORMING, NOT_CONFORMING) and not any(map(_exception, jobs)):
        raise NotValidatedError(f"exit code {run.returncode}: {run.stderr}")
    return jobs


def _exception(job: dict[str, Any]) -> str | None:
    exception: dict[str, str] | None = job.get("taskException")
    return exception["exceptionMessage"] if exception else None


def _failures(job: dict[str, Any] | None, path: Path, flavour: Flavour) -> list[Failure]:
    if job is None:
        raise NotValidatedError(f"{path}: veraPDF left it out; is there such a file?")
    if exception := _exception(job):
        raise NotValidatedError(f"{path}: {exception}")
    [result] = job["validationResult"]
    if result["jobEndStatus"] != "normal" or PROFILES[flavour] not in result["profileName"]:
        raise NotValidatedError(f"{path}: {result['profileName']} ended {result['jobEndStatus']}")
    failures = [_failure(rule) for rule in result["details"]["ruleSummaries"]]
    if result["compliant"] == bool(failures):
        raise NotValidatedError(f"{path}: {result['statement']} {len(failures)} broken rules?")
    return sorted(failures, key=lambda failure: (failure.clause, failure.test))


def _failure(rule: dict[str, Any]) -> Failure:
    first = rule["checks"][0]
    return Failure(
        clause=rule["clause"],
        test=rule["testNumber"],
        description=rule["description"],
        object=rule["object"],
        context=first["context"],
        message=first["errorMessage"],
        count=rule["failedChecks"],
    )
