"""What a run says: figures a planner asks for, in patients, days and NOK."""
