threads 1, 3
port ENV.fetch("PUMA_PORT", 3030)
environment "production"
