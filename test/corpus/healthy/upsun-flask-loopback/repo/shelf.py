import os
from pathlib import Path

from flask import Flask, jsonify

app = Flask(__name__)
uploads = Path(os.environ["PLATFORM_APP_DIR"]) / "uploads"


@app.get("/")
def shelf():
    (uploads / "last-visit").write_text("now")
    return jsonify(title=os.environ["BOOKSHELF_TITLE"], uploads=len(list(uploads.iterdir())))
