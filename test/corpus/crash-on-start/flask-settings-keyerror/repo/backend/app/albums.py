from flask import Blueprint, jsonify

bp = Blueprint("albums", __name__, url_prefix="/albums")


@bp.get("/")
def albums():
    return jsonify(albums=[])
