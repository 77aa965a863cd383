"""A page of text, as the tutorial of Wagtail writes it."""
