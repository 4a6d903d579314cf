"""The tree is that of RFC 6962: known answers, and the definition itself as the oracle."""

from hashlib import sha256

import pytest

from events.merkle import Frontier, leaf_hash, node_hash, root

# The inputs and roots of the reference implementation (certificate-transparency, merkletree tests).
INPUTS = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def defined_root(leaves: list[bytes]) -> bytes:
    """Follow RFC 6962, 2.1 to the letter."""
    if not leaves:
        return sha256().digest()
    if len(leaves) == 1:
        return sha256(b"\x00" + leaves[0]).digest()
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return sha256(b"\x01" + defined_root(leaves[:k]) + defined_root(leaves[k:])).digest()


def test_the_empty_tree_has_the_hash_of_nothing() -> None:
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

    assert root([]).hex() == Frontier().root().hex() == empty


@pytest.mark.parametrize("size", range(1, 9))
def test_roots_are_those_of_the_reference_implementation(size: int) -> None:
    assert root(map(leaf_hash, INPUTS[:size])).hex() == ROOTS[size - 1]


def test_the_frontier_follows_the_definition_at_every_size() -> None:
    frontier = Frontier()
    leaves: list[bytes] = []
    for number in range(130):
        assert frontier.root() == defined_root(leaves)
        assert frontier.size == len(leaves)
        leaves.append(b"%d" % number)
        frontier.add(leaf_hash(leaves[-1]))


def test_a_frontier_stays_small() -> None:
    frontier = Frontier()
    for number in range(1000):
        frontier.add(leaf_hash(b"%d" % number))

    assert len(frontier._subtrees) == (1000).bit_count()


def test_a_node_does_not_pass_for_a_leaf() -> None:
    left, right = leaf_hash(b"l"), leaf_hash(b"r")

    assert node_hash(left, right) != leaf_hash(left + right)
