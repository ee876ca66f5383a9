import os

import psycopg2

connection = psycopg2.connect(os.environ["DATABASE_URL"])
connection.autocommit = True

with connection.cursor() as cursor:
    cursor.execute("CREATE TABLE IF NOT EXISTS entries (id serial PRIMARY KEY, body text)")
