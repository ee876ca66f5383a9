from fastapi import FastAPI

app = FastAPI(docs_url=None, redoc_url=None)


@app.get("/v1/cities")
def cities():
    return ["Riga", "Vilnius"]
