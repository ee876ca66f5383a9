from fastapi import FastAPI, Response

app = FastAPI()


@app.get("/")
def subset():
    return Response("ok", headers={"error": "missing glyphs: " + "%20" * 1500})
