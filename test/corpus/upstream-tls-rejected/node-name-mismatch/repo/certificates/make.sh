set -e
cd /tls
if [ ! -f ca.pem ]; then
  openssl req -x509 -newkey rsa:2048 -nodes -days 3650 -subj "/CN=Orders CA" -keyout ca.key -out ca.pem
  openssl req -newkey rsa:2048 -nodes -subj "/CN=orders.internal" -keyout orders.key -out orders.csr
  printf 'subjectAltName=DNS:orders.internal\n' > orders.ext
  openssl x509 -req -in orders.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 365 -extfile orders.ext -out orders.pem
  chmod 644 orders.key
fi
