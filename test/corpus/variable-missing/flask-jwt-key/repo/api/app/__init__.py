import hashlib
import hmac

from flask import Flask, jsonify

from . import settings


def create_app():
    app = Flask(__name__)

    @app.get("/")
    def token():
        digest = hmac.new(settings.SIGNING_KEY.encode(), b"guest", hashlib.sha256).hexdigest()
        return jsonify(token=digest, expires=settings.LIFETIME)

    return app
