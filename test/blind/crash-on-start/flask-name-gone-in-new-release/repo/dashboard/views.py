from flask import Blueprint, Markup

pages = Blueprint("pages", __name__)


@pages.route("/")
def index():
    return Markup("<h1>Dashboard</h1>")
