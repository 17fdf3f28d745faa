"""Partnerships: who collaborates, in which areas and periods, who decides, and who may see what."""
