from flask import Flask

app = Flask(__name__)


@app.get("/")
def bread():
    return {"bread": ["rye", "wheat"]}
