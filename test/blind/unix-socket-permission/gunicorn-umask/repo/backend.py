from flask import Flask

app = Flask(__name__)


@app.get("/")
def library():
    return {"roms": 0}
