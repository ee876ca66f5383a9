import ctypes

from flask import Flask, jsonify

app = Flask(__name__)
libc = ctypes.CDLL(None)
names = {"sans": b"DejaVu Sans", "serif": b"DejaVu Serif"}


@app.get("/")
def width():
    default = names.get("default")
    return jsonify(letters=libc.strlen(ctypes.c_char_p(default)))
