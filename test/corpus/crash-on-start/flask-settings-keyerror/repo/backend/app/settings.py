import json
import os
from dataclasses import dataclass


@dataclass(frozen=True)
class Settings:
    max_upload: int
    max_albums: int
    thumbnail_sizes: tuple


def load() -> Settings:
    path = os.environ.get("LIMITS_FILE", "config/limits.json")
    with open(path, encoding="utf-8") as file:
        return _parse(json.load(file))


def _parse(limits: dict) -> Settings:
    return Settings(
        max_upload=limits["max_uploads"],
        max_albums=limits["max_albums"],
        thumbnail_sizes=tuple(limits["thumbnail_sizes"]),
    )
