/** Directives that configurations of proxies use, for "did you mean". */
export const knownDirectives: readonly string[] = (
  "accept_mutex access_log add_header aio alias allow auth_basic auth_basic_user_file auth_request autoindex break brotli charset chunked_transfer_encoding client_body_buffer_size client_body_timeout " +
  "client_header_buffer_size client_header_timeout client_max_body_size default_type deny directio error_log error_page etag events expires fastcgi_buffers fastcgi_buffer_size fastcgi_cache fastcgi_connect_timeout " +
  "fastcgi_hide_header fastcgi_index fastcgi_intercept_errors fastcgi_param fastcgi_pass fastcgi_read_timeout fastcgi_send_timeout fastcgi_split_path_info geo grpc_pass grpc_read_timeout grpc_send_timeout grpc_set_header " +
  "gzip gzip_comp_level gzip_disable gzip_http_version gzip_min_length gzip_proxied gzip_static gzip_types gzip_vary hash http http2 if if_modified_since include index internal ip_hash keepalive keepalive_requests " +
  "keepalive_timeout large_client_header_buffers least_conn limit_conn limit_conn_zone limit_except limit_rate limit_req limit_req_status limit_req_zone lingering_close listen location log_format log_not_found map " +
  "map_hash_bucket_size merge_slashes multi_accept open_file_cache pid port_in_redirect proxy_bind proxy_buffering proxy_buffers proxy_buffer_size proxy_busy_buffers_size proxy_cache proxy_cache_bypass proxy_cache_key " +
  "proxy_cache_path proxy_cache_use_stale proxy_cache_valid proxy_connect_timeout proxy_cookie_domain proxy_cookie_path proxy_headers_hash_max_size proxy_hide_header proxy_http_version proxy_ignore_headers " +
  "proxy_intercept_errors proxy_max_temp_file_size proxy_method proxy_next_upstream proxy_next_upstream_timeout proxy_next_upstream_tries proxy_no_cache proxy_pass proxy_pass_header proxy_pass_request_body " +
  "proxy_pass_request_headers proxy_read_timeout proxy_redirect proxy_request_buffering proxy_send_timeout proxy_set_body proxy_set_header proxy_socket_keepalive proxy_ssl_certificate proxy_ssl_name proxy_ssl_protocols " +
  "proxy_ssl_server_name proxy_ssl_session_reuse proxy_ssl_trusted_certificate proxy_ssl_verify proxy_store proxy_temp_path real_ip_header real_ip_recursive recursive_error_pages resolver resolver_timeout return rewrite " +
  "root satisfy scgi_pass send_timeout sendfile server server_name server_names_hash_bucket_size server_tokens set set_real_ip_from split_clients ssl ssl_certificate ssl_certificate_key ssl_ciphers ssl_dhparam " +
  "ssl_prefer_server_ciphers ssl_protocols ssl_session_cache ssl_session_tickets ssl_session_timeout ssl_stapling ssl_stapling_verify stream stub_status sub_filter tcp_nodelay tcp_nopush try_files types " +
  "types_hash_bucket_size types_hash_max_size underscores_in_headers upstream use user uwsgi_param uwsgi_pass uwsgi_read_timeout valid_referers worker_connections worker_processes worker_rlimit_nofile zone"
).split(" ");
