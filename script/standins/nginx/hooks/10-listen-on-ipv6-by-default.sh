#!/bin/sh
# Lets the untouched default server listen on IPv6 too, where the kernel has it.
conf=/etc/nginx/conf.d/default.conf
if [ -f /proc/net/if_inet6 ] && [ -w $conf ] && [ "$(md5sum < $conf)" = "$(cat /etc/nginx/.default.conf.md5 2> /dev/null)" ]; then
  sed -i 's/^    listen       80;/&\n    listen  [::]:80;/' $conf
fi
