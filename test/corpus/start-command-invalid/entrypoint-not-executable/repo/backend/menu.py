from flask import Flask

app = Flask(__name__)
DISHES = ["soup", "dumplings", "compote"]


@app.get("/")
def menu():
    return {"dishes": DISHES}
