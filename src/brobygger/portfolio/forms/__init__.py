"""What people fill in about activities. Forms validate and make drafts; they save nothing."""
