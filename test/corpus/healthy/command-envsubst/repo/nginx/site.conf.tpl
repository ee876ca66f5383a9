server {
    listen 80;

    location / {
        proxy_pass http://${RATES_HOST}:${RATES_PORT};
        proxy_set_header Host $host;
    }
}
