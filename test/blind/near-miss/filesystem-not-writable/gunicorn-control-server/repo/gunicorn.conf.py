bind = "0.0.0.0:8000"
workers = 2
worker_tmp_dir = "/tmp"


def when_ready(server):
    try:
        with open("/run/gunicorn.ctl", "w") as control:
            control.write("ready")
    except OSError as error:
        server.log.error("Control server error: %s", error)
