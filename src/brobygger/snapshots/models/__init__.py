"""Tables of snapshots."""

from brobygger.snapshots.models.snapshot import Erratum, Piece, Snapshot

__all__ = ["Erratum", "Piece", "Snapshot"]
