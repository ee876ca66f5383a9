import os

import psycopg2

with psycopg2.connect(os.environ["DATABASE_URL"]) as connection, connection.cursor() as cursor:
    cursor.execute("create table if not exists issue (id serial primary key, title text not null)")
print("migrations: 1 applied, done")
