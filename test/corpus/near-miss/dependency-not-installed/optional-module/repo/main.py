from fastapi import FastAPI, Response

from codec import dumps

app = FastAPI()


@app.get("/")
def index():
    return Response(dumps({"ok": True}), media_type="application/json")
