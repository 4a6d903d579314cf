"""The service that is type-checked runs."""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from lifecycle import Registry
from tests.typing.service import create_app

NEW = {"name": "Group", "parties": ["AA", "ZZ"], "subject": "Ports", "agreed": "2024"}
PLACE = "/mechanisms/aa-zz-jwg-ports"


@pytest.fixture
def client() -> Iterator[TestClient]:
    with Registry.open("memory:") as registry, TestClient(create_app(registry)) as client:
        assert client.post("/mechanisms", json=NEW).status_code == 201
        yield client


def test_a_mechanism_is_registered_signed_and_met(client: TestClient) -> None:
    signed = client.post(f"{PLACE}/terms", params={"on": "2025-01"}).json()
    met = client.post(f"{PLACE}/meetings", json={"on": "2025-02", "number": 1}).json()

    assert (signed["stage"], met["stage"]) == ("tor_signed", "inaugural_meeting_held")
    assert client.get("/mechanisms").json() == [client.get(PLACE).json()] == [met]


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/mechanisms/nobody", 404, "not_found"),
        ("/mechanisms?as_of=foo", 422, "invalid_argument"),
        (f"{PLACE}?known_at=99", 422, "invalid_argument"),
    ],
)
def test_an_error_has_its_status_and_its_code(
    client: TestClient, path: str, status: int, code: str
) -> None:
    answer = client.get(path)

    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_a_refusal_names_the_verbs_that_are_allowed(client: TestClient) -> None:
    answer = client.post(f"{PLACE}/meetings", json={"on": "2025-02"})

    assert answer.status_code == 409
    assert answer.json()["code"] == "command_refused"
    assert "sign_tor" in answer.json()["verbs"]


def test_a_version_that_has_passed_is_refused(client: TestClient) -> None:
    client.post(f"{PLACE}/terms", params={"on": "2025-01"})
    meeting = {"on": "2025-02"}

    late = client.post(f"{PLACE}/meetings", json=meeting, headers={"if-match": "1"})
    right = client.post(f"{PLACE}/meetings", json=meeting, headers={"if-match": "2"})

    assert (late.status_code, late.json()["code"]) == (409, "wrong_expected_version")
    assert (right.status_code, right.json()["version"]) == (201, 3)
