import sys
import tempfile
from pathlib import Path

from flask import Flask

app = Flask(__name__)
folder = Path(__file__).parent

try:
    (folder / "thumbs.lock").touch()
except OSError as error:
    print(f"no lock beside the code: {error}", file=sys.stderr)

(folder / "data" / "started").touch()


@app.get("/")
def thumbs():
    with tempfile.NamedTemporaryFile() as scratch:
        scratch.write(b"thumb")
    return {"sizes": [64, 128]}
