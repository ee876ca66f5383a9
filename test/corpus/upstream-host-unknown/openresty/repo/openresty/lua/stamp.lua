ngx.header["X-Served-At"] = ngx.http_time(ngx.time())
