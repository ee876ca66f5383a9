import os

import psycopg2

DSN = os.environ["DATABASE_URL"]


def connect():
    return psycopg2.connect(DSN)
