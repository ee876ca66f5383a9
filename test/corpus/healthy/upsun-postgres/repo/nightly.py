import time

from connections import cache

while True:
    cache().set("nightly", "done")
    time.sleep(3600)
