"""What can be wrong with a zip archive before anything in it is read."""

import os
import stat
import struct
import zlib
from io import BytesIO
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_LZMA, ZIP_STORED, ZipFile, ZipInfo

import pytest

from advice.services.archive import MOST_BYTES, ArchiveRefused, pack
from advice.services.archive.zipped import LARGEST_FILE, MOST_FILES, MOST_UNPACKED, unpack
from tests.services.archive.sites import refusal

BROKEN = ["这不是一个完整的 zip 档案：可能没有传完，或者传错了文件。"]
FILES = {"archive.toml": "format = 1\n", "rules/a.toml": "字" * 400}


def zipped(*members, compression=ZIP_DEFLATED):
    """A zip archive as some other program might make it; members are (name or ZipInfo, content)."""
    packed = BytesIO()
    with ZipFile(packed, "w", compression) as archive:
        for member, content in members:
            archive.writestr(member, content)
    return packed.getvalue()


def test_what_was_packed_is_unpacked():
    assert unpack(pack(FILES)) == {name: text.encode() for name, text in FILES.items()}


def test_the_same_files_make_the_identical_archive():
    assert pack(FILES) == pack(dict(reversed(FILES.items())))


def test_folders_are_no_files():
    assert unpack(zipped(("rules/", b""), ("rules/a.toml", b"x"))) == {"rules/a.toml": b"x"}


@pytest.mark.parametrize(
    "content",
    [b"", b"x", b"PK\x03\x04", b"PK\x05\x06" + bytes(17), b"\x1f\x8b" + bytes(99), "档案".encode()],
)
def test_what_is_no_zip_is_refused(content):
    assert refusal(unpack, content) == BROKEN


def test_an_archive_cut_short_anywhere_is_refused():
    whole = pack(FILES)

    for length in range(len(whole)):
        with pytest.raises(ArchiveRefused):
            unpack(whole[:length])


def test_an_archive_with_any_byte_changed_ends_in_files_or_a_refusal():
    whole = pack(FILES)

    for place in range(len(whole)):
        spoilt = bytearray(whole)
        spoilt[place] ^= 1 << place % 8
        try:
            files = unpack(bytes(spoilt))
        except ArchiveRefused:
            continue
        assert set(files.values()) <= {text.encode() for text in FILES.values()}


def test_a_file_that_lost_its_checksum_is_named():
    whole = bytearray(zipped(("rules/a.toml", b"key"), compression=ZIP_STORED))
    whole[whole.index(b"key")] = ord("K")

    assert refusal(unpack, bytes(whole)) == [
        "rules/a.toml：这个文件已经损坏：请重新导出或重新压缩。"
    ]


@pytest.mark.parametrize(
    "name",
    [
        "../a.toml",
        "rules/../../a.toml",
        "..",
        "/etc/passwd",
        "rules\\a.toml",
        "..\\a.toml",
        "C:/a.toml",
        "//host/a.toml",
    ],
)
def test_names_that_lead_elsewhere_are_refused(name):
    assert refusal(unpack, zipped((name, b"x"))) == [f"{name}：文件名指到了档案外面。"]


def test_links_are_refused():
    link = ZipInfo("rules/a.toml")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16

    assert refusal(unpack, zipped((link, b"/etc/passwd"))) == [
        "rules/a.toml：这是一个链接，不是文件。"
    ]


def test_files_with_a_password_are_refused():
    whole = bytearray(zipped(("rules/a.toml", b"x")))
    whole[whole.index(b"PK\x01\x02") + 8] |= 1

    assert refusal(unpack, bytes(whole)) == ["rules/a.toml：这个文件加了密码，打不开。"]


@pytest.mark.parametrize("compression", [ZIP_BZIP2, ZIP_LZMA])
def test_rare_compression_is_refused(compression):
    content = zipped(("rules/a.toml", b"x" * 99), compression=compression)

    assert refusal(unpack, content) == ["rules/a.toml：压缩的方法不认识：请用普通的 zip 压缩。"]


def test_names_that_differ_by_case_only_are_refused():
    content = zipped(("rules/a.toml", b"x"), ("rules/A.toml", b"y"))

    assert refusal(unpack, content) == [
        "rules/a.toml：档案里有几个同名的文件（只有大小写不同也算）。"
    ]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_the_same_name_twice_is_refused():
    content = zipped(("rules/a.toml", b"x"), ("rules/a.toml", b"y"))

    assert len(refusal(unpack, content)) == 1


@pytest.mark.parametrize(("size", "refused"), [(LARGEST_FILE, False), (LARGEST_FILE + 1, True)])
def test_a_file_has_a_largest_size(size, refused):
    noise = os.urandom(size)

    content = zipped(("rules/a.toml", noise), compression=ZIP_STORED)

    if refused:
        assert refusal(unpack, content) == ["rules/a.toml：文件太大：一个最多 1 MB。"]
    else:
        assert len(unpack(content)["rules/a.toml"]) == size


def test_a_bomb_is_not_opened():
    bomb = zipped(("rules/a.toml", bytes(LARGEST_FILE)))

    assert len(bomb) < 2_000
    assert refusal(unpack, bomb) == ["rules/a.toml：这个文件解开以后大得不合常理，没有打开。"]


def test_many_files_that_are_too_large_together_are_refused():
    half = os.urandom(LARGEST_FILE // 50) * 50
    members = [(f"rules/a{number}.toml", half) for number in range(MOST_UNPACKED // len(half) + 1)]

    (told,) = refusal(unpack, zipped(*members))

    assert told == "解开以后太大：一共最多 20 MB。"


def test_a_bomb_that_lies_about_its_size_is_read_no_further():
    honest = zipped(("rules/a.toml", bytes(40 * LARGEST_FILE)))
    small = struct.pack("<L", 1_000)
    lying = honest.replace(struct.pack("<L", 40 * LARGEST_FILE), small)

    assert refusal(unpack, lying) == ["rules/a.toml：这个文件已经损坏：请重新导出或重新压缩。"]


@pytest.mark.parametrize(("count", "refused"), [(MOST_FILES, False), (MOST_FILES + 1, True)])
def test_there_is_a_largest_number_of_files(count, refused):
    content = zipped(*((f"rules/{number}.toml", b"") for number in range(count)))

    if refused:
        assert refusal(unpack, content) == ["文件太多：最多 5000 个，这里有 5001 个。"]
    else:
        assert len(unpack(content)) == count


def test_an_archive_has_a_largest_size():
    assert refusal(unpack, bytes(MOST_BYTES)) == BROKEN
    assert refusal(unpack, bytes(MOST_BYTES + 1)) == ["档案太大：最多 5 MB。"]


def test_a_stream_that_is_no_deflate_is_refused():
    content = zipped(("rules/a.toml", b"x" * 200))
    stream = zlib.compress(b"x" * 200, wbits=-15)
    start = content.index(b"a.toml") + len("a.toml")

    spoilt = content[:start] + b"\xff" * 4 + content[start + 4 :]

    assert stream
    assert refusal(unpack, spoilt) == ["rules/a.toml：这个文件已经损坏：请重新导出或重新压缩。"]
