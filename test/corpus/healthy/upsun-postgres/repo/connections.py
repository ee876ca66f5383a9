import base64
import json
import os

import psycopg2
import redis

relationships = json.loads(base64.b64decode(os.environ["PLATFORM_RELATIONSHIPS"]))


def database():
    main = relationships["database"][0]
    return psycopg2.connect(host=main["host"], port=main["port"], dbname=main["path"], user=main["username"], password=main["password"])


def cache():
    return redis.Redis(host=os.environ["CACHE_HOST"], port=int(os.environ["CACHE_PORT"]))
