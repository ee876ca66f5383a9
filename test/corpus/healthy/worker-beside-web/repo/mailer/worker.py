import time
from pathlib import Path

print("worker: waiting for jobs in /queue")
while True:
    for job in Path("/queue").glob("*.job"):
        print("worker: sent", job.name)
        job.unlink()
    time.sleep(1)
