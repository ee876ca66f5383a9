max_threads = Integer(ENV.fetch("MAX_THREADS", 4))
threads 1, max_threads

bind "tcp://127.0.0.1:9292"
quiet
