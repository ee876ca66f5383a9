mkdir -p /run/php
for fpm in /usr/sbin/php-fpm*; do "$fpm" -D; done
ln -sfn /run/php/php[0-9]*-fpm.sock /run/php/php-fpm.sock
exec nginx -g "daemon off;"
