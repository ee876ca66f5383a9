from pathlib import Path


def key() -> str:
    return Path("/run/secrets/ledger_key").read_text().strip()
