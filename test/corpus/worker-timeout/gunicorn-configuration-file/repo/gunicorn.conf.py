bind = "0.0.0.0:8000"
workers = 1
graceful_timeout = 5
timeout = 2
accesslog = "-"
