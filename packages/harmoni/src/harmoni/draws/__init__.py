"""Random numbers that belong to a patient, so that two scenarios meet the same patients."""
