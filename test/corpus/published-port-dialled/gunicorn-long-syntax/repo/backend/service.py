from flask import Flask

app = Flask(__name__)


@app.get("/")
def root():
    return {"service": "invoices"}


@app.get("/invoices")
def invoices():
    return []
