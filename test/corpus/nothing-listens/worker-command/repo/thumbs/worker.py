import os

import redis

queue = redis.Redis(host=os.environ["REDIS_HOST"])


def main():
    print("worker ready, waiting for jobs")
    while True:
        job = queue.blpop("thumbs", timeout=10)
        if job:
            print("resized", job[1][:40])


if __name__ == "__main__":
    main()
