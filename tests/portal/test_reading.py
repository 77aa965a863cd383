"""The reader's size of letters: a class of the stylesheet, and nothing else."""

import pytest

from portal.reading import SIZES, text_size


@pytest.mark.parametrize(
    ("cookie", "size"),
    [
        ("text-large", "text-large"),
        ("text-larger", "text-larger"),
        ("", ""),
        ("huge", ""),
        ('"><script>', ""),
    ],
)
def test_only_a_known_size_is_taken(rf, cookie, size):
    request = rf.get("/")
    request.COOKIES["text"] = cookie

    assert text_size(request) == size
    assert size in SIZES
