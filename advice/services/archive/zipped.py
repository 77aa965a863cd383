"""Files to one zip archive and back, whatever somebody may have put into it."""

import stat
import struct
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from advice.services.archive.faults import ArchiveRefused, FileFault

MOST_BYTES = 5 * 1024**2
MOST_FILES = 5_000
LARGEST_FILE = 1024**2
MOST_UNPACKED = 20 * 1024**2
# Texts shrink to a tenth; what shrinks far more was made to burst.
MOST_SHRUNK = 100
SMALL_FILE = 64 * 1024

KNOWN = frozenset({ZIP_STORED, ZIP_DEFLATED})

# The same files give the same archive, whenever and by whom they are packed.
NO_TIME = (1980, 1, 1, 0, 0, 0)
UNIX = 3
READABLE = 0o644
MODE_BITS = 16
ENCRYPTED = 0x1

# What the library raises for archives that are broken, besides its own BadZipFile.
BROKEN = (
    BadZipFile,
    EOFError,
    IndexError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
    struct.error,
    zlib.error,
)


def pack(files: Mapping[str, str]) -> bytes:
    """One archive of these texts by their names."""
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for name in sorted(files):
            member = ZipInfo(name, NO_TIME)
            member.create_system = UNIX
            member.external_attr = (stat.S_IFREG | READABLE) << MODE_BITS
            member.compress_type = ZIP_DEFLATED
            archive.writestr(member, files[name].encode())
    return packed.getvalue()


def unpack(content: bytes) -> dict[str, bytes]:
    """The files by their names; raises ArchiveRefused. Nothing is written anywhere."""
    if len(content) > MOST_BYTES:
        raise ArchiveRefused([FileFault(f"档案太大：最多 {_megabytes(MOST_BYTES)}。")])
    try:
        with ZipFile(BytesIO(content)) as archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
            faults = list(_faults(members))
            if faults:
                raise ArchiveRefused(faults)
            return _read(archive, members)
    except BROKEN as broken:
        message = "这不是一个完整的 zip 档案：可能没有传完，或者传错了文件。"
        raise ArchiveRefused([FileFault(message)]) from broken


def _faults(members: list[ZipInfo]) -> Iterator[FileFault]:
    """What is wrong with the list of files, before any of them is opened."""
    if len(members) > MOST_FILES:
        yield FileFault(f"文件太多：最多 {MOST_FILES} 个，这里有 {len(members)} 个。")
        return
    if sum(member.file_size for member in members) > MOST_UNPACKED:
        yield FileFault(f"解开以后太大：一共最多 {_megabytes(MOST_UNPACKED)}。")
    for member in members:
        message = _fault(member)
        if message:
            yield FileFault(message, member.filename)
    for name, count in Counter(member.filename.casefold() for member in members).items():
        if count > 1:
            yield FileFault("档案里有几个同名的文件（只有大小写不同也算）。", name)


def _fault(member: ZipInfo) -> str:
    """Why the file can't be opened; empty where it can."""
    name, size = member.filename, member.file_size
    is_outside = name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/")
    is_link = stat.S_ISLNK(member.external_attr >> MODE_BITS)
    reasons = (
        (is_outside, "文件名指到了档案外面。"),
        (is_link, "这是一个链接，不是文件。"),
        (member.flag_bits & ENCRYPTED, "这个文件加了密码，打不开。"),
        (member.compress_type not in KNOWN, "压缩的方法不认识：请用普通的 zip 压缩。"),
        (size > LARGEST_FILE, f"文件太大：一个最多 {_megabytes(LARGEST_FILE)}。"),
        (
            size > max(SMALL_FILE, MOST_SHRUNK * member.compress_size),
            "这个文件解开以后大得不合常理，没有打开。",
        ),
    )
    return next((message for applies, message in reasons if applies), "")


def _read(archive: ZipFile, members: list[ZipInfo]) -> dict[str, bytes]:
    """The content of the files. No more is read than was declared, and its checksum is proved."""
    files, faults = {}, []
    for member in members:
        try:
            with archive.open(member) as file:
                files[member.filename] = file.read(LARGEST_FILE + 1)
        except BROKEN:
            faults.append(FileFault("这个文件已经损坏：请重新导出或重新压缩。", member.filename))
    if faults:
        raise ArchiveRefused(faults)
    return files


def _megabytes(count: int) -> str:
    return f"{count // 1024**2} MB"
