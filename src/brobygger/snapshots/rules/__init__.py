"""Pure rules of snapshots."""
