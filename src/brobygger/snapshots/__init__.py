"""What was adopted, frozen: snapshots, how they are proven unchanged, and errata."""
