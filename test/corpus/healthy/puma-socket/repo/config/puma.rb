threads 1, 4
environment ENV.fetch("RACK_ENV", "development")
directory "/app"
bind "unix:///app/tmp/sockets/puma.sock?umask=0111"
