"""What the API shows: values as JSON, and pages for people."""
