import time

from flask import Flask


def load_embeddings():
    for part in range(10):
        print(f"embeddings: part {part + 1} of 10")
        time.sleep(2)
    return {"tea": ["cup", "kettle"]}


embeddings = load_embeddings()
app = Flask(__name__)


@app.get("/")
def recommend():
    return embeddings
