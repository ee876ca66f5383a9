from flask import Flask, jsonify

from app.albums import bp as albums
from app.settings import load

settings = load()

app = Flask(__name__)
app.config["MAX_CONTENT_LENGTH"] = settings.max_upload
app.register_blueprint(albums)


@app.get("/")
def index():
    return jsonify(service="photobox", albums=settings.max_albums)
