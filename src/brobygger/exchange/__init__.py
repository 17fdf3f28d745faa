"""What leaves in a form that others have agreed on: results as IATI, research information as CERIF."""
