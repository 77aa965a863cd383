"""The Wagtail site that `make bench` compares with: what is added to `wagtail start`."""
