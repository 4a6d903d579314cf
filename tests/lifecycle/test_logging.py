"""The packages log what operators need, through loggers of their own only."""

import logging
import subprocess
import sys

import pytest

from lifecycle.registry.registry import Registry
from tests.lifecycle.registering import register

pytestmark = pytest.mark.slow

HOST = """
import logging
before = dict(logging.root.manager.loggerDict)
logging.basicConfig(level=logging.INFO)
from lifecycle import Registry
from lifecycle import assess
import lifecycle.definitions.machine
with Registry.open("memory:") as registry:
    registry.register(
        name="N", kind="joint-working-group", parties=["AA", "ZZ"], subject="S", policy="enforce"
    )
    registry.agree("aa-zz-jwg-s", by=["AA", "ZZ"], on="2024")
    registry.sign_tor("aa-zz-jwg-s", on="2025")
    registry.meet("aa-zz-jwg-s", on="2025-02")
for name, logger in logging.root.manager.loggerDict.items():
    if isinstance(logger, logging.Logger) and name not in before:

        assert logger.level == logging.NOTSET, name
        assert not logger.filters and not logger.disabled, name
        handlers = [type(handler) for handler in logger.handlers]
        assert handlers in ([], [logging.NullHandler]), name
"""


def test_nothing_is_logged_at_info_and_no_other_logger_is_changed() -> None:
    done = subprocess.run([sys.executable, "-c", HOST], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_command_that_is_decided_again_is_logged_with_its_context(
    registry: Registry, caplog: pytest.LogCaptureFixture
) -> None:
    register(registry)
    plans = iter([lambda: registry.note("m", "first"), lambda: None])
    command = registry.command("note_recorded", text="second")

    def decide() -> object:
        plan = registry.plan("m", [command])
        next(plans)()
        return plan

    with caplog.at_level(logging.INFO, logger="lifecycle"):
        registry.carry_out(decide)

    (record,) = caplog.records
    assert record.name == "lifecycle.registry"
    assert record.lifecycle_code == "wrong_expected_version"
    assert record.lifecycle_stream == "mechanism-m"
    assert record.lifecycle_attempt == 1
