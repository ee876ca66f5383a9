import time

from fastapi import FastAPI

app = FastAPI()


def turnover(month):
    time.sleep(1)  # one query a month
    return month * 120


@app.get("/")
async def report():
    return {"turnover": [turnover(month) for month in range(1, 5)]}
