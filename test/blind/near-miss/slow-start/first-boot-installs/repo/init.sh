set -e
echo "Production setup started"
for step in key:generate optimize package:discover migrate; do
  echo "php artisan $step"
  sleep 2
done
cp -r /opt/public/. public/
echo "Production setup completed"
exec "$@"
