"""Written when the site is built."""
