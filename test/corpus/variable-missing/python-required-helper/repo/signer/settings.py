import os


def must_have(key):
    value = os.environ.get(key, "").strip()
    if not value:
        raise RuntimeError(f"{key} is not set")
    return value


SETTINGS = {
    "issuer": must_have("SIGNER_ISSUER"),
    "key": must_have("SIGNER_PEPPER"),
}
