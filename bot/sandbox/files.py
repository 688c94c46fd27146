"""Files: kept in memory, found again by file_id or by path."""

import itertools
import mimetypes

from bot.sandbox.errors import ApiError, bad_request
from bot.sandbox.world import File

UPLOAD_LIMIT = 50 * 1024 * 1024
PHOTO_LIMIT = 10 * 1024 * 1024
DOWNLOAD_LIMIT = 20 * 1024 * 1024
PICTURES = {b"\x89PNG": "png", b"\xff\xd8\xff": "jpg", b"GIF8": "gif", b"RIFF": "webp"}


class FileStore:
    def __init__(self) -> None:
        self._by_id: dict[str, File] = {}
        self._by_path: dict[str, File] = {}
        self._numbers = itertools.count(1)

    def add(self, kind: str, name: str, content: bytes, mime: str = "") -> File:
        number = next(self._numbers)
        mime = mime or mimetypes.guess_type(name)[0] or "application/octet-stream"
        suffix = name.rpartition(".")[2] if "." in name else "bin"
        width, height = picture_size(content) if kind == "photo" else (0, 0)
        file = File(
            file_id=f"{'AgAC' if kind == 'photo' else 'BQAC'}AgIAAxkBAAI{number:012d}",
            kind=kind,
            name=name,
            mime=mime,
            content=content,
            path=f"{kind}s/file_{number}.{suffix}",
            width=width,
            height=height,
        )
        self._by_id[file.file_id] = self._by_path[file.path] = file
        return file

    def upload(self, kind: str, name: str, content: bytes, mime: str) -> File:
        """What a bot sends; raises ApiError where Telegram refuses it."""
        if len(content) > UPLOAD_LIMIT:
            raise ApiError(413, "Request Entity Too Large")
        if not content:
            raise bad_request("file must be non-empty")
        if kind == "photo":
            self._check_picture(content)
        return self.add(kind, name, content, mime)

    def _check_picture(self, content: bytes) -> None:
        if len(content) > PHOTO_LIMIT:
            raise bad_request("file is too big")
        if not any(content.startswith(magic) for magic in PICTURES):
            raise bad_request("IMAGE_PROCESS_FAILED")

    def again(self, kind: str, file_id: str) -> File:
        """A file sent before, by its file_id."""
        file = self._by_id.get(file_id)
        if file is None:
            raise bad_request("wrong file identifier/HTTP URL specified")
        if file.kind != kind:
            was, now = file.kind.capitalize(), kind.capitalize()
            raise bad_request(f"can't use file of type {was} as {now}")
        return file

    def find(self, file_id: str) -> File | None:
        return self._by_id.get(file_id)

    def at(self, path: str) -> File | None:
        return self._by_path.get(path)


def picture_size(content: bytes) -> tuple[int, int]:
    """Width and height of a PNG; other pictures are taken as 800 by 600."""
    if content.startswith(b"\x89PNG") and len(content) >= 24:
        return int.from_bytes(content[16:20], "big"), int.from_bytes(content[20:24], "big")
    return 800, 600
