import logging

try:
    import orjson

    def dumps(value) -> bytes:
        return orjson.dumps(value)
except ModuleNotFoundError:
    logging.getLogger("uvicorn.error").exception("orjson is not installed, using the standard json module")
    import json

    def dumps(value) -> bytes:
        return json.dumps(value).encode()
