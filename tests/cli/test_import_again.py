"""A file that tells a mechanism under another id is told apart from one that is new."""

from pathlib import Path

import pytest

from tests.cli.conftest import Run

HEAD = """
[mechanism]
{more}
name = "Working group on ports"
kind = "joint-working-group"
parties = ["AA", "ZZ"]
subject = "Ports"
"""


def write(folder: Path, **replaced: str) -> None:
    more = replaced.pop("more", "")
    text = HEAD.format(more=more)
    for old, new in replaced.items():
        assert old in text
        text = text.replace(old, new)
    (folder / "d.toml").write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    "changed", [{"Ports": "Harbours"}, {"joint-working-group": "joint-commission"}]
)
@pytest.mark.parametrize("options", [(), ("--dry-run",)])
def test_a_mechanism_with_another_id_but_the_same_name_and_parties_is_named(
    lifecycle: Run, tmp_path: Path, changed: dict[str, str], options: tuple[str, ...]
) -> None:
    write(tmp_path)
    first = lifecycle("import", "d.toml")
    write(tmp_path, **changed)

    second = lifecycle("import", "d.toml", *options)

    assert "same name and parties" not in first.err
    assert second.code == 0
    assert "aa-zz-jwg-ports has the same name and parties" in second.err
    assert 'write id = "aa-zz-jwg-ports" under [mechanism]' in second.err


def test_with_its_id_a_changed_kind_is_refused_and_a_changed_subject_corrected(
    lifecycle: Run, tmp_path: Path
) -> None:
    own_id = 'id = "aa-zz-jwg-ports"'
    write(tmp_path)
    lifecycle("import", "d.toml")

    write(tmp_path, more=own_id, Ports="Harbours")
    subject = lifecycle("import", "d.toml")
    write(tmp_path, more=own_id, **{"joint-working-group": "joint-commission"})
    kind = lifecycle("import", "d.toml")

    assert (subject.code, kind.code) == (0, 2)
    assert "same name and parties" not in subject.err + kind.err
    assert "1 recorded" in subject.err
    assert "this cannot be corrected" in kind.err
    assert lifecycle("list", "--json").out.count('"id"') == 1


def test_the_same_name_with_other_parties_is_another_mechanism(
    lifecycle: Run, tmp_path: Path
) -> None:
    write(tmp_path)
    lifecycle("import", "d.toml")
    write(tmp_path, ZZ="ZB")

    assert "same name and parties" not in lifecycle("import", "d.toml").err
