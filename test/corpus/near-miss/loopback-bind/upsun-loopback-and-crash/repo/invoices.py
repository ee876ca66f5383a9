import os

from flask import Flask

app = Flask(__name__)
app.secret_key = os.environ["INVOICES_KEY"]


@app.get("/")
def invoices():
    return {"open": 4}
