"""The register for other programs: everything a screen does, as JSON."""
