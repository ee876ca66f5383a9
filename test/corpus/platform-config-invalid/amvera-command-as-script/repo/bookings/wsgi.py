from flask import Flask

application = Flask(__name__)


@application.get("/")
def rooms():
    return {"rooms": ["blue", "green"]}
