"""What -o writes: whole or not at all, for its owner only, never through a link."""

import os
import shutil
import stat
import subprocess
import sys
import threading
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.cli.shell import REFERENCE, ROOT, Ran, Run, clean_environment

IS_ROOT = os.getuid() == 0
WRITING = {
    "log.jsonl": ("export",),
    "facts.csv": ("export", "--csv"),
    "all.svg": ("timeline",),
    "all.html": ("timeline",),
    "all.json": ("timeline",),
    "states.svg": ("diagram", REFERENCE),
    "kind.mmd": ("diagram", "--definition", "joint-commission"),
}
"""A file for each way to write one, with its command."""


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def limited(home: Path, most: int, *arguments: str) -> Ran:
    """Run the command line in a process whose files have at most so many bytes, as a full disk."""
    code = (
        "import resource, signal, sys\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "from lifecycle.cli.run import run\n"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({most}, {most}))\n"
        "sys.exit(run(sys.argv[1:]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=home,
        env=clean_environment() | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=False,
    )
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.mark.parametrize("name", WRITING)
def test_a_new_file_is_for_its_owner_only(lifecycle: Run, log: Path, name: str) -> None:
    old = os.umask(0)
    try:
        ran = lifecycle(*WRITING[name], "-o", name)
    finally:
        os.umask(old)

    assert (ran.code, ran.err) == (0, f"wrote {name}\n")
    assert mode(log.parent / name) == 0o600


@pytest.mark.parametrize("before", [0o600, 0o640, 0o644, 0o400])
@pytest.mark.parametrize("name", WRITING)
def test_a_file_that_is_replaced_keeps_its_mode(
    lifecycle: Run, log: Path, name: str, before: int
) -> None:
    path = log.parent / name
    path.write_text("old")
    path.chmod(before)
    inode = path.stat().st_ino

    assert lifecycle(*WRITING[name], "-o", name).code == 0

    assert mode(path) == before
    assert path.read_text(encoding="utf-8") != "old"
    assert path.stat().st_ino != inode


def test_a_file_that_is_replaced_keeps_its_owner(lifecycle: Run, log: Path) -> None:
    path = log.parent / "log.jsonl"
    path.write_text("old")
    owner = (65534, 65534) if IS_ROOT else (os.getuid(), os.getgid())  # only root gives files away
    os.chown(path, *owner)

    assert lifecycle("export", "-o", "log.jsonl").code == 0

    assert (path.stat().st_uid, path.stat().st_gid) == owner


AS_ANOTHER = """
import os, sys
from lifecycle.cli.run import run
run(["export", "-o", "rehearsal"])  # loads all modules, which others may not be allowed to read
if os.getuid() == 0:
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
sys.exit(run(["export", "-o", "shared/log.jsonl"]))
"""


def test_no_other_group_gets_the_rights_of_the_group(home: Path, log: Path) -> None:
    """Who replaces the file of a group that he is not in cannot give it to that group."""
    with TemporaryDirectory() as name:  # where another user can go
        folder = Path(name)
        shutil.copy(log, folder / "mechanisms.db")
        (folder / "shared").mkdir()
        path = folder / "shared" / "log.jsonl"
        path.write_text("old")
        path.chmod(0o664)
        for each in (folder, folder / "mechanisms.db", folder / "shared"):
            os.chown(each, *((65534, -1) if IS_ROOT else (-1, -1)))

        done = subprocess.run(
            [sys.executable, "-W", "ignore", "-c", AS_ANOTHER],
            cwd=folder,
            env=clean_environment() | {"PYTHONPATH": str(ROOT)},
            capture_output=True,
            check=False,
        )

        assert home.is_dir()
        assert done.returncode == 0, done.stderr
        assert mode(path) == (0o604 if IS_ROOT else 0o664)
        assert path.read_bytes() == (folder / "rehearsal").read_bytes()


@pytest.mark.parametrize("name", WRITING)
def test_on_a_full_disk_the_old_file_stays_and_nothing_else(log: Path, name: str) -> None:
    path = log.parent / name
    path.write_text("old")
    before = sorted(log.parent.iterdir())

    ran = limited(log.parent, 100, *WRITING[name], "-o", name)

    assert (ran.code, ran.err) == (2, f"error: {name}: File too large\n")
    assert path.read_text(encoding="utf-8") == "old"
    assert sorted(log.parent.iterdir()) == before
    assert limited(log.parent, 10_000_000, *WRITING[name], "-o", name).code == 0


@pytest.mark.parametrize("name", WRITING)
def test_nothing_is_written_through_a_prepared_link(lifecycle: Run, log: Path, name: str) -> None:
    victim = log.parent / "victim"
    victim.write_text("precious")
    for link in (name, f"{name}.part", f".{name}.part"):
        (log.parent / link).symlink_to("victim")
    (log.parent / f"dangling-{name}").symlink_to("nowhere")

    linked = lifecycle(*WRITING[name], "-o", name)
    dangling = lifecycle(*WRITING[name], "-o", f"dangling-{name}")
    (log.parent / name).unlink()
    free = lifecycle(*WRITING[name], "-o", name)

    assert (linked.code, dangling.code, free.code) == (2, 2, 0)
    assert f"{name} is a symbolic link; to replace its target give {victim}" in linked.err
    assert victim.read_text() == "precious"
    assert not (log.parent / "nowhere").exists()
    assert not (log.parent / name).is_symlink()


@pytest.mark.parametrize("name", WRITING)
def test_devices_and_pipes_are_written_to_and_stay(lifecycle: Run, log: Path, name: str) -> None:
    pipe = log.parent / "pipe"
    os.mkfifo(pipe)
    (log.parent / "link").symlink_to("pipe")
    (log.parent / "null").symlink_to("/dev/null")
    read = list[bytes]()

    for place in ("pipe", "link"):
        reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()), daemon=True)
        reader.start()
        assert lifecycle(*WRITING[name], "-o", place).code == 0
        reader.join(timeout=60)  # for ever, if the pipe was replaced
    full = lifecycle(*WRITING[name], "-o", "/dev/full")
    null = lifecycle(*WRITING[name], "-o", "null")

    assert read[0] == read[1] != b""
    assert pipe.is_fifo()
    assert (full.code, full.err) == (2, "error: /dev/full: No space left on device\n")
    assert Path("/dev/full").is_char_device()
    assert (null.code, (log.parent / "null").is_symlink()) == (0, True)


@pytest.mark.parametrize("name", WRITING)
def test_the_name_of_stdout_is_stdout(lifecycle: Run, log: Path, name: str) -> None:
    assert log.exists()
    style = ("--as", Path(name).suffix[1:].replace("mmd", "mermaid"))
    command = WRITING[name] if WRITING[name][0] == "export" else (*WRITING[name], *style)

    ran = lifecycle(*command, "-o", "/dev/stdout")

    assert (ran.code, ran.err) == (0, "")
    assert ran.out == lifecycle(*command).out != ""


@pytest.mark.parametrize("end", ["", "-wal", "-shm", "-journal"])
@pytest.mark.parametrize("command", [("export",), ("export", "--csv"), ("timeline", "--as", "svg")])
def test_no_file_of_the_log_is_written_over(
    lifecycle: Run, log: Path, command: tuple[str, ...], end: str
) -> None:
    (log.parent / "linked.db").symlink_to("mechanisms.db")
    (log.parent / "hard").hardlink_to(log)
    names = [f"mechanisms.db{end}", f"./mechanisms.db{end}", str(log) + end]
    before = log.read_bytes(), sorted(log.parent.iterdir())

    for db in ("mechanisms.db", "linked.db", f"sqlite:///{log}"):
        for name in [*names, *(() if end else ("hard", "linked.db"))]:
            ran = lifecycle("--db", db, *command, "-o", name)

            assert ran.code == 2
            assert f"{name} is the log itself; write to another file" in ran.err

    assert (log.read_bytes(), sorted(log.parent.iterdir())) == before


@pytest.mark.parametrize(
    ("command", "output", "endings"),
    [
        (("export",), "log.xlsx", ".jsonl"),
        (("export",), "log.json", ".jsonl"),
        (("export",), "log.csv", ".jsonl"),
        (("export", "--csv"), "facts.xlsx", ".csv"),
        (("export", "--csv"), "facts.jsonl", ".csv"),
        (("timeline",), "all.png", ".txt, .svg, .html, .htm, .mmd, .json"),
        (("timeline", "--as", "svg"), "all.html", ".svg"),
        (("diagram", REFERENCE), "states.png", ".mmd, .svg"),
        (("diagram", REFERENCE, "--as", "mermaid"), "states.svg", ".mmd"),
    ],
)
def test_an_ending_that_the_command_does_not_make_is_refused(
    lifecycle: Run, log: Path, command: tuple[str, ...], output: str, endings: str
) -> None:
    ran = lifecycle(*command, "-o", output)

    ending = Path(output).suffix
    assert ran.code == 2
    assert f"{output}: no {ending} files are made; choose {endings}\n" in ran.err
    assert not (log.parent / output).exists()


def test_endings_are_known_in_capital_letters_and_go_back_in(lifecycle: Run, log: Path) -> None:
    assert log.exists()

    out = [
        lifecycle("export", "-o", "LOG.JSONL").code,
        lifecycle("export", "--csv", "-o", "FACTS.CSV").code,
        lifecycle("timeline", "-o", "ALL.SVG").code,
        lifecycle("export", "-o", "without-ending").code,
        lifecycle("--db", "a.db", "import", "LOG.JSONL").code,
        lifecycle("--db", "b.db", "import", "FACTS.CSV").code,
    ]

    assert out == [0] * 6
    assert (log.parent / "ALL.SVG").read_text(encoding="utf-8").startswith("<svg")


@pytest.mark.parametrize("name", WRITING)
def test_a_folder_is_no_file(lifecycle: Run, log: Path, name: str) -> None:
    (log.parent / name).mkdir()

    ran = lifecycle(*WRITING[name], "-o", name)

    assert (ran.code, ran.err) == (2, f"error: {name}: Is a directory\n")
