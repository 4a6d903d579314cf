"""The Merkle tree over the log (RFC 6962, section 2.1): bytes in, hashes out.

Leaf index = position. Two prefixes keep leaves and nodes apart, so that no node passes for a leaf.
"""

from collections.abc import Iterable
from hashlib import sha256

EMPTY_ROOT = sha256(b"").digest()
"""RFC 6962, 2.1: the hash of an empty list is the hash of an empty string."""


def leaf_hash(canonical: bytes) -> bytes:
    """Return SHA-256(0x00 || *canonical*) (RFC 6962, 2.1)."""
    return sha256(b"\x00" + canonical).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return SHA-256(0x01 || *left* || *right*) (RFC 6962, 2.1)."""
    return sha256(b"\x01" + left + right).digest()


class Frontier:
    """The right edge of a growing tree: all that is needed to go on, O(log size) hashes.

    RFC 6962 splits n leaves at the largest power of two below n. So the tree is a row of full
    subtrees, one for each 1 bit of the size, largest first.
    """

    def __init__(self) -> None:
        self.size = 0
        """Count of leaves."""
        self._subtrees: list[bytes] = []

    def add(self, leaf: bytes) -> None:
        """Add the next leaf hash."""
        node = leaf
        size = self.size
        while size & 1:
            node = node_hash(self._subtrees.pop(), node)
            size >>= 1
        self._subtrees.append(node)
        self.size += 1

    def root(self) -> bytes:
        """Return the hash of the tree as it now is (RFC 6962, 2.1)."""
        if not self._subtrees:
            return EMPTY_ROOT
        node = self._subtrees[-1]
        for subtree in reversed(self._subtrees[:-1]):
            node = node_hash(subtree, node)
        return node


def root(leaf_hashes: Iterable[bytes]) -> bytes:
    """Return the root over *leaf_hashes*, in position order."""
    frontier = Frontier()
    for leaf in leaf_hashes:
        frontier.add(leaf)
    return frontier.root()
