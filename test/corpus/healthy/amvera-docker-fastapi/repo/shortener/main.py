import os
import sqlite3

from fastapi import FastAPI

app = FastAPI()
store = sqlite3.connect(os.environ.get("LINKS_DB", "/data/links.db"), check_same_thread=False)
store.execute("create table if not exists links (short text primary key, url text not null)")


@app.get("/")
def links():
    return {"links": store.execute("select count(*) from links").fetchone()[0]}
