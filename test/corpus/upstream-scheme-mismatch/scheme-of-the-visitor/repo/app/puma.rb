bind "tcp://0.0.0.0:9292"
workers 0
threads 1, 4
