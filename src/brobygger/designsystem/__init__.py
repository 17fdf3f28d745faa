"""Digdir's Designsystemet wrapped once: layouts, components, form fields, charts and the gallery that shows them."""
