touch /tmp/gunicorn.log
gunicorn --daemon --bind 0.0.0.0:8000 --log-file /tmp/gunicorn.log seminar:app
exec tail -f /tmp/gunicorn.log
