"""`.skill` files: a skill folder as a zip with one top folder, the same bytes on every machine."""

import zipfile
from collections.abc import Mapping
from pathlib import Path

# The earliest moment a zip can hold: a real time would make every build differ.
_TIMESTAMP = (1980, 1, 1, 0, 0, 0)
_UNIX, _MODE = 3, 0o100644


def write(path: Path, name: str, files: Mapping[str, bytes]) -> None:
    """Write `path` with every file below the folder `name`, in one step.

    Stored without compression: the result of deflate depends on the zlib a Python was built with.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.part")
    try:
        with zipfile.ZipFile(partial, "w", zipfile.ZIP_STORED) as archive:
            for file, data in sorted(files.items()):
                entry = zipfile.ZipInfo(f"{name}/{file}", _TIMESTAMP)
                entry.create_system, entry.external_attr = _UNIX, _MODE << 16
                archive.writestr(entry, data)
        partial.replace(path)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
