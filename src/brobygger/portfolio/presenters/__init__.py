"""The register as pages and files show it."""
