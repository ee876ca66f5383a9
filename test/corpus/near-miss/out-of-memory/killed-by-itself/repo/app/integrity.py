import hashlib
import os
import signal
from pathlib import Path

DATA = Path(__file__).parent / "data"


def verify(name: str) -> None:
    actual = hashlib.sha256((DATA / f"{name}.json").read_bytes()).hexdigest()
    expected = (DATA / f"{name}.sha256").read_text().split()[0]
    if actual != expected:
        print(f"integrity: {name}.json does not match its checksum, terminating")
        os.kill(os.getpid(), signal.SIGKILL)
