"""Documents that tell the figures: PDF reports."""
