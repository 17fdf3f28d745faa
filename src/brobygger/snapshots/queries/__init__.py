"""Reading snapshots."""
