// src/workspace/source-files.ts
const skippedFolders = /* @__PURE__ */ new Set([
	"node_modules",
	".git",
	"vendor",
	"venv",
	".venv",
	"env",
	"__pycache__",
	"dist",
	"build",
	"target",
	".next",
	".nuxt",
	"coverage",
	".idea",
	".vscode",
	"site-packages",
	"bower_components",
	".terraform",
	".cache"
]);
const sourceEndings = /\.(py|js|mjs|cjs|ts|mts|cts|jsx|tsx|rb|ru|go|java|kt|kts|scala|groovy|php|pl|pm|psgi|rs|cs|fs|vb|ex|exs|erl|lua|swift|dart|clj|cr|nim|c|cc|cpp|h|sh|bash|ya?ml|json|toml|ini|cfg|conf|properties|env|xml|edn|hcl)$/i;
const sourceNames = /(^|\/)(\.env[\w.-]*|\.flaskenv|Procfile|Dockerfile[\w.-]*|[\w.-]*\.Dockerfile|Makefile|Rakefile|Gemfile|config\.ru|entrypoint[\w.-]*|start[\w-]*|run[\w-]*|bin\/[\w-]+)$/;
const noise = /(^|\/)(package-lock\.json|yarn\.lock|pnpm-lock\.yaml|composer\.lock|poetry\.lock|[\w.-]*\.min\.js|[\w.-]*\.map)$/;
/** Folders that hold what others wrote or tools made. */
function isSkipped(path) {
	return skippedFolders.has(path.slice(path.lastIndexOf("/") + 1));
}
/** Whether a file, by its name, is a program or configuration that people write. */
function isSourceFile(path) {
	return (sourceEndings.test(path) || sourceNames.test(path)) && !noise.test(path);
}
/** Whether a file is a test or an example: a line in it decides nothing about the running app. */
function isSideFile(path) {
	return /(^|\/)(tests?|__tests__|spec|specs|e2e|fixtures?|examples?|docs?|samples?|mocks?)\//i.test(path) || /\.(test|spec)\.\w+$|(^|\/)test_[\w-]+\.py$|_test\.(go|py|rb)$/i.test(path);
}

// src/nginx/directives.ts
/** Directives of nginx's own modules that open a block. Beside them only those that end in `_by_lua_block` are known to. */
const blocks = /* @__PURE__ */ new Set([
	"charset_map",
	"events",
	"geo",
	"http",
	"if",
	"limit_except",
	"location",
	"mail",
	"map",
	"server",
	"split_clients",
	"stream",
	"types",
	"upstream"
]);
/** Blocks whose rows are not directives; nginx refuses a nested `{` there. */
const rowBlocks = /* @__PURE__ */ new Set([
	"charset_map",
	"geo",
	"map",
	"split_clients",
	"types"
]);
/** The name under which the outermost level of the main file is known. */
const mainContext = "main";
/** Blocks of which it is known that only directives stand in them. */
const directiveBlocks = /* @__PURE__ */ new Set([mainContext, ...[...blocks].filter((name) => !rowBlocks.has(name))]);
/**
* What nginx says when a directive it knows ends in the other way than it must; undefined when nothing is wrong or nothing is known.
* `parent` is the name of the block around it; undefined when that is not known. (`server` is a block, but a line in `upstream`.)
*/
function wrongEnd(name, kind, parent) {
	const isLine = simple.has(name) || name === "server" && parent === "upstream";
	if (kind === "block") return isLine ? `directive "${name}" is not terminated by ";"` : void 0;
	return (blocks.has(name) || name.endsWith("_by_lua_block")) && !isLine && parent !== void 0 && directiveBlocks.has(parent) ? `directive "${name}" has no opening "{"` : void 0;
}
/** Directives of nginx's own modules that end with `;`, of versions 1.26 to 1.31. */
const simple = new Set(`
  absolute_redirect accept_mutex accept_mutex_delay acceptex_read access_log add_after_body add_before_body add_header add_header_inherit add_trailer add_trailer_inherit addition_types aio
  aio_write alias allow ancient_browser ancient_browser_value auth_basic auth_basic_user_file auth_delay auth_http auth_http_header auth_http_pass_client_cert auth_http_timeout auth_request
  auth_request_set autoindex autoindex_exact_size autoindex_format autoindex_localtime break charset charset_types chunked_transfer_encoding client_body_buffer_size client_body_early_read
  client_body_in_file_only client_body_in_single_buffer client_body_temp_path client_body_timeout client_header_buffer_size client_header_timeout client_max_body_size connection_pool_size
  create_full_put_path daemon dav_access dav_methods debug_connection debug_points default_type degradation degrade deny devpoll_changes devpoll_events directio directio_alignment
  disable_symlinks early_hints empty_gif env epoll_events errmsg error_log error_page etag eventport_events expires fastcgi_bind fastcgi_buffer_size fastcgi_buffering fastcgi_buffers
  fastcgi_busy_buffers_size fastcgi_cache fastcgi_cache_background_update fastcgi_cache_bypass fastcgi_cache_key fastcgi_cache_lock fastcgi_cache_lock_age fastcgi_cache_lock_timeout
  fastcgi_cache_max_range_offset fastcgi_cache_methods fastcgi_cache_min_uses fastcgi_cache_path fastcgi_cache_revalidate fastcgi_cache_use_stale fastcgi_cache_valid fastcgi_catch_stderr
  fastcgi_connect_timeout fastcgi_force_ranges fastcgi_hide_header fastcgi_ignore_client_abort fastcgi_ignore_headers fastcgi_index fastcgi_intercept_errors fastcgi_keep_conn
  fastcgi_limit_rate fastcgi_max_temp_file_size fastcgi_next_upstream fastcgi_next_upstream_timeout fastcgi_next_upstream_tries fastcgi_no_cache fastcgi_param fastcgi_pass fastcgi_pass_header
  fastcgi_pass_request_body fastcgi_pass_request_headers fastcgi_read_timeout fastcgi_request_buffering fastcgi_send_lowat fastcgi_send_timeout fastcgi_socket_keepalive fastcgi_socket_rcvbuf
  fastcgi_socket_sndbuf fastcgi_split_path_info fastcgi_store fastcgi_store_access fastcgi_temp_file_write_size fastcgi_temp_path flv geoip_city geoip_country geoip_org geoip_proxy
  geoip_proxy_recursive google_perftools_profiles grpc_bind grpc_buffer_size grpc_connect_timeout grpc_hide_header grpc_ignore_headers grpc_intercept_errors grpc_next_upstream
  grpc_next_upstream_timeout grpc_next_upstream_tries grpc_pass grpc_pass_header grpc_read_timeout grpc_send_timeout grpc_set_header grpc_socket_keepalive grpc_socket_rcvbuf grpc_socket_sndbuf
  grpc_ssl_certificate grpc_ssl_certificate_cache grpc_ssl_certificate_key grpc_ssl_ciphers grpc_ssl_conf_command grpc_ssl_crl grpc_ssl_name grpc_ssl_password_file grpc_ssl_protocols
  grpc_ssl_server_name grpc_ssl_session_reuse grpc_ssl_trusted_certificate grpc_ssl_verify grpc_ssl_verify_depth gunzip gunzip_buffers gzip gzip_buffers gzip_comp_level gzip_disable gzip_hash
  gzip_http_version gzip_min_length gzip_no_buffer gzip_proxied gzip_static gzip_types gzip_vary gzip_window hash http2 http2_body_preread_size http2_chunk_size http2_idle_timeout
  http2_max_concurrent_pushes http2_max_concurrent_streams http2_max_field_size http2_max_header_size http2_max_requests http2_pool_size http2_push http2_push_preload http2_recv_buffer_size
  http2_recv_timeout http2_streams_index_size http3 http3_hq http3_max_concurrent_streams http3_stream_buffer_size if_modified_since ignore_invalid_headers image_filter image_filter_buffer
  image_filter_interlace image_filter_jpeg_quality image_filter_sharpen image_filter_transparency image_filter_webp_quality imap_auth imap_capabilities imap_client_buffer include index
  internal iocp_threads ip_hash keepalive keepalive_disable keepalive_min_timeout keepalive_requests keepalive_time keepalive_timeout kqueue_changes kqueue_events large_client_header_buffers
  least_conn least_time limit_conn limit_conn_dry_run limit_conn_log_level limit_conn_status limit_conn_zone limit_rate limit_rate_after limit_req limit_req_dry_run limit_req_log_level
  limit_req_status limit_req_zone lingering_close lingering_time lingering_timeout listen load_module lock_file log_format log_not_found log_subrequest map_hash_bucket_size map_hash_max_size
  master_process max_errors max_headers max_ranges memcached_bind memcached_buffer_size memcached_connect_timeout memcached_gzip_flag memcached_next_upstream memcached_next_upstream_timeout
  memcached_next_upstream_tries memcached_pass memcached_read_timeout memcached_send_timeout memcached_socket_keepalive merge_slashes min_delete_depth mirror mirror_request_body modern_browser
  modern_browser_value mp4 mp4_buffer_size mp4_max_buffer_size mp4_start_key_frame msie_padding msie_refresh multi_accept open_file_cache open_file_cache_errors open_file_cache_events
  open_file_cache_min_uses open_file_cache_valid open_log_file_cache output_buffers override_charset pass pcre_jit perl perl_modules perl_require perl_set pid pop3_auth pop3_capabilities
  port_in_redirect post_acceptex post_action postpone_gzipping postpone_output preread_buffer_size preread_timeout protocol proxy proxy_bind proxy_buffer proxy_buffer_size proxy_buffering
  proxy_buffers proxy_busy_buffers_size proxy_cache proxy_cache_background_update proxy_cache_bypass proxy_cache_convert_head proxy_cache_key proxy_cache_lock proxy_cache_lock_age
  proxy_cache_lock_timeout proxy_cache_max_range_offset proxy_cache_methods proxy_cache_min_uses proxy_cache_path proxy_cache_revalidate proxy_cache_use_stale proxy_cache_valid
  proxy_connect_timeout proxy_cookie_domain proxy_cookie_flags proxy_cookie_path proxy_download_rate proxy_downstream_buffer proxy_force_ranges proxy_half_close proxy_headers_hash_bucket_size
  proxy_headers_hash_max_size proxy_hide_header proxy_http_version proxy_ignore_client_abort proxy_ignore_headers proxy_intercept_errors proxy_limit_rate proxy_max_temp_file_size proxy_method
  proxy_next_upstream proxy_next_upstream_timeout proxy_next_upstream_tries proxy_no_cache proxy_pass proxy_pass_error_message proxy_pass_header proxy_pass_request_body
  proxy_pass_request_headers proxy_pass_trailers proxy_protocol proxy_protocol_timeout proxy_read_timeout proxy_redirect proxy_request_buffering proxy_requests proxy_responses proxy_send_lowat
  proxy_send_timeout proxy_set_body proxy_set_header proxy_smtp_auth proxy_socket_keepalive proxy_socket_rcvbuf proxy_socket_sndbuf proxy_ssl proxy_ssl_alpn proxy_ssl_certificate
  proxy_ssl_certificate_cache proxy_ssl_certificate_key proxy_ssl_ciphers proxy_ssl_conf_command proxy_ssl_crl proxy_ssl_name proxy_ssl_password_file proxy_ssl_protocols proxy_ssl_server_name
  proxy_ssl_session_reuse proxy_ssl_trusted_certificate proxy_ssl_verify proxy_ssl_verify_depth proxy_store proxy_store_access proxy_temp_file_write_size proxy_temp_path proxy_timeout
  proxy_upload_rate proxy_upstream_buffer quic_active_connection_id_limit quic_bpf quic_gso quic_host_key quic_retry random random_index read_ahead real_ip_header real_ip_recursive
  recursive_error_pages referer_hash_bucket_size referer_hash_max_size request_pool_size reset_timedout_connection resolver resolver_timeout return rewrite rewrite_log root satisfy scgi_bind
  scgi_buffer_size scgi_buffering scgi_buffers scgi_busy_buffers_size scgi_cache scgi_cache_background_update scgi_cache_bypass scgi_cache_key scgi_cache_lock scgi_cache_lock_age
  scgi_cache_lock_timeout scgi_cache_max_range_offset scgi_cache_methods scgi_cache_min_uses scgi_cache_path scgi_cache_revalidate scgi_cache_use_stale scgi_cache_valid scgi_connect_timeout
  scgi_force_ranges scgi_hide_header scgi_ignore_client_abort scgi_ignore_headers scgi_intercept_errors scgi_limit_rate scgi_max_temp_file_size scgi_next_upstream scgi_next_upstream_timeout
  scgi_next_upstream_tries scgi_no_cache scgi_param scgi_pass scgi_pass_header scgi_pass_request_body scgi_pass_request_headers scgi_read_timeout scgi_request_buffering scgi_send_timeout
  scgi_socket_keepalive scgi_socket_rcvbuf scgi_socket_sndbuf scgi_store scgi_store_access scgi_temp_file_write_size scgi_temp_path secure_link secure_link_md5 secure_link_secret send_lowat
  send_timeout sendfile sendfile_max_chunk server_name server_name_in_redirect server_names_hash_bucket_size server_names_hash_max_size server_tokens set set_real_ip_from slice smtp_auth
  smtp_capabilities smtp_client_buffer smtp_greeting_delay source_charset ssi ssi_ignore_recycled_buffers ssi_last_modified ssi_min_file_chunk ssi_silent_errors ssi_types ssi_value_length
  ssl_alpn ssl_buffer_size ssl_certificate ssl_certificate_cache ssl_certificate_compression ssl_certificate_key ssl_ciphers ssl_client_certificate ssl_conf_command ssl_crl ssl_dhparam
  ssl_early_data ssl_ecdh_curve ssl_ech_file ssl_engine ssl_handshake_timeout ssl_object_cache_inheritable ssl_ocsp ssl_ocsp_cache ssl_ocsp_responder ssl_password_file
  ssl_prefer_server_ciphers ssl_preread ssl_protocols ssl_reject_handshake ssl_session_cache ssl_session_ticket_key ssl_session_tickets ssl_session_timeout ssl_stapling ssl_stapling_file
  ssl_stapling_responder ssl_stapling_verify ssl_trusted_certificate ssl_verify_client ssl_verify_depth starttls sticky stub_status sub_filter sub_filter_last_modified sub_filter_once
  sub_filter_types subrequest_output_buffer_size tcp_nodelay tcp_nopush thread_pool timefmt timeout timer_resolution try_files tunnel_bind tunnel_buffer_size tunnel_connect_timeout
  tunnel_next_upstream tunnel_next_upstream_timeout tunnel_next_upstream_tries tunnel_pass tunnel_read_timeout tunnel_send_lowat tunnel_send_timeout tunnel_socket_keepalive
  tunnel_socket_rcvbuf tunnel_socket_sndbuf types_hash_bucket_size types_hash_max_size underscores_in_headers uninitialized_variable_warn use user userid userid_domain userid_expires
  userid_flags userid_mark userid_name userid_p3p userid_path userid_service uwsgi_bind uwsgi_buffer_size uwsgi_buffering uwsgi_buffers uwsgi_busy_buffers_size uwsgi_cache
  uwsgi_cache_background_update uwsgi_cache_bypass uwsgi_cache_key uwsgi_cache_lock uwsgi_cache_lock_age uwsgi_cache_lock_timeout uwsgi_cache_max_range_offset uwsgi_cache_methods
  uwsgi_cache_min_uses uwsgi_cache_path uwsgi_cache_revalidate uwsgi_cache_use_stale uwsgi_cache_valid uwsgi_connect_timeout uwsgi_force_ranges uwsgi_hide_header uwsgi_ignore_client_abort
  uwsgi_ignore_headers uwsgi_intercept_errors uwsgi_limit_rate uwsgi_max_temp_file_size uwsgi_modifier1 uwsgi_modifier2 uwsgi_next_upstream uwsgi_next_upstream_timeout
  uwsgi_next_upstream_tries uwsgi_no_cache uwsgi_param uwsgi_pass uwsgi_pass_header uwsgi_pass_request_body uwsgi_pass_request_headers uwsgi_read_timeout uwsgi_request_buffering
  uwsgi_send_timeout uwsgi_socket_keepalive uwsgi_socket_rcvbuf uwsgi_socket_sndbuf uwsgi_ssl_certificate uwsgi_ssl_certificate_cache uwsgi_ssl_certificate_key uwsgi_ssl_ciphers
  uwsgi_ssl_conf_command uwsgi_ssl_crl uwsgi_ssl_name uwsgi_ssl_password_file uwsgi_ssl_protocols uwsgi_ssl_server_name uwsgi_ssl_session_reuse uwsgi_ssl_trusted_certificate uwsgi_ssl_verify
  uwsgi_ssl_verify_depth uwsgi_store uwsgi_store_access uwsgi_string uwsgi_temp_file_write_size uwsgi_temp_path valid_referers variables_hash_bucket_size variables_hash_max_size
  worker_aio_requests worker_connections worker_cpu_affinity worker_priority worker_processes worker_rlimit_core worker_rlimit_nofile worker_shutdown_timeout working_directory xclient
  xml_entities xml_external_entities xslt_last_modified xslt_param xslt_string_param xslt_stylesheet xslt_types zone
  `.trim().split(/\s+/));

// src/nginx/lexer.ts
/** nginx reads its files through a buffer of this many bytes; no word or comment line may fill it. */
const bufferSize = 4096;
/** What the Lua module looks for in a block: braces, long brackets, comments, strings that end on their line. */
const luaToken = /\{|\}|\[=*\[|--\[=*\[|\]=*\]|--[^\n]*|"(?:\\[^\n]|[^"\n\\])*"|'(?:\\[^\n]|[^'\n\\])*'/g;
const endsEarly = "unexpected end of file, expecting \";\" or \"}\"";
/**
* Reads nginx configuration word by word, as nginx's own ngx_conf_read_token does, byte for byte and through a buffer of the same size:
* a `#`, quote or brace is special only where a word begins, a bare word ends at white space, `;` or `{`, and no word may fill the buffer.
*/
var Lexer = class {
	#bytes;
	#position = 0;
	#line = 1;
	#lineStart = 0;
	/** How far nginx has read the file into its buffer. */
	#filled = 0;
	/** Where the word, comment or white space began that nginx keeps in its buffer, and the line of it. */
	#start = 0;
	#startLine = 1;
	#measured = {
		lineStart: 0,
		offset: 0,
		column: 1
	};
	/** `text` is the file's text; it is lexed as UTF-8 bytes. */
	constructor(text) {
		this.#bytes = Buffer.from(text, "utf8").toString("latin1");
	}
	/** Reads up to the next `;`, `{`, `}` or the end. After an error nothing more can be read. */
	next() {
		const words = [];
		this.#begin();
		for (;;) {
			const stop = this.#fill("");
			if (stop !== void 0) return stop.message === endsEarly && words.length === 0 ? {
				kind: "end",
				line: stop.line
			} : stop;
			this.#begin();
			const char = this.#bytes.charAt(this.#position);
			if (char === ";" || char === "{" || char === "}") return this.#punctuation(char, words);
			const ended = this.#readFrom(char, words);
			if (ended !== void 0) return ended;
		}
	}
	/** Reads one space, comment or word; answers when that also ended the read. */
	#readFrom(char, words) {
		if (isSpace(char)) {
			this.#advance();
			return;
		}
		if (char === "#") return this.#skipComment(words);
		return char === "\"" || char === "'" ? this.#readQuoted(words, char) : this.#readBare(words);
	}
	#begin() {
		this.#start = this.#position;
		this.#startLine = this.#line;
	}
	/** Reads on when the buffer is used up; an error when there is nothing more or no room. `quote` is the quote that is open. */
	#fill(quote) {
		if (this.#position < this.#filled) return void 0;
		if (this.#filled >= this.#bytes.length) return {
			kind: "error",
			message: endsEarly,
			line: this.#line
		};
		const kept = this.#position - this.#start;
		if (kept === bufferSize) return this.#tooLong(quote);
		this.#filled = Math.min(this.#bytes.length, this.#filled + bufferSize - kept);
	}
	#tooLong(quote) {
		return {
			kind: "error",
			message: quote === "" ? `too long parameter "${decode(this.#bytes.slice(this.#start, this.#start + 10))}..." started` : `too long parameter, probably missing terminating "${quote}" character`,
			line: this.#startLine
		};
	}
	#advance() {
		const char = this.#bytes.charAt(this.#position++);
		if (char === "\n") {
			this.#line++;
			this.#lineStart = this.#position;
		}
		return char;
	}
	#skipComment(words) {
		for (;;) {
			const stop = this.#fill("");
			if (stop !== void 0) return stop.message === endsEarly && words.length === 0 ? {
				kind: "end",
				line: stop.line
			} : stop;
			if (this.#advance() === "\n") break;
		}
		this.#start = this.#position - 1;
		this.#startLine = this.#line;
	}
	#punctuation(char, words) {
		const offset = this.#position;
		const line = this.#line;
		this.#advance();
		if (char === "}") return words.length === 0 ? {
			kind: "close",
			line,
			offset
		} : {
			kind: "error",
			message: "unexpected \"}\"",
			line
		};
		if (words.length === 0) return {
			kind: "error",
			message: `unexpected "${char}"`,
			line
		};
		return {
			kind: char === ";" ? "simple" : "block",
			words,
			line,
			offset
		};
	}
	#readBare(words) {
		const begin = {
			offset: this.#position,
			line: this.#line,
			lineStart: this.#lineStart
		};
		let variable = false;
		for (;;) {
			const stop = this.#fill("");
			if (stop !== void 0) return stop;
			const char = this.#bytes.charAt(this.#position);
			const opens = char === "{" && !variable;
			if (this.#position > begin.offset && (opens || char === ";" || isSpace(char))) {
				words.push(this.#token(begin, ""));
				if (!isSpace(char)) return this.#punctuation(char, words);
				this.#advance();
				return;
			}
			if (char !== "{") variable = char === "$";
			this.#advance();
			if (char !== "\\") continue;
			const cut = this.#fill("");
			if (cut !== void 0) return cut;
			this.#advance();
		}
	}
	#readQuoted(words, quote) {
		const begin = {
			offset: this.#position,
			line: this.#line,
			lineStart: this.#lineStart
		};
		this.#advance();
		this.#start = this.#position;
		for (;;) {
			const stop = this.#fill(quote);
			if (stop !== void 0) return stop;
			const char = this.#advance();
			if (char === quote) break;
			if (char !== "\\") continue;
			const cut = this.#fill(quote);
			if (cut !== void 0) return cut;
			this.#advance();
		}
		words.push(this.#token(begin, quote));
		return this.#afterQuote(words);
	}
	/** Only white space, `;`, `{` or `)` may follow a closing quote; `)` begins a bare word. */
	#afterQuote(words) {
		const stop = this.#fill("");
		if (stop !== void 0) return stop;
		const char = this.#bytes.charAt(this.#position);
		if (char === ";" || char === "{") return this.#punctuation(char, words);
		if (isSpace(char)) this.#advance();
		else if (char !== ")") return {
			kind: "error",
			message: `unexpected "${decode(char)}"`,
			line: this.#line
		};
	}
	/** The word that ends where the lexer stands. */
	#token(begin, quote) {
		const raw = this.#bytes.slice(begin.offset, this.#position);
		const inner = quote === "" ? raw : raw.slice(1, -1);
		const firstLine = raw.split(/\r?\n/, 1)[0] ?? "";
		return {
			text: decode(unescape(inner)),
			line: begin.line,
			column: this.#columnOf(begin.offset, begin.lineStart),
			length: decode(firstLine).length,
			offset: begin.offset,
			quote
		};
	}
	/** Counted on from the last word of the line: a file can be one long line. */
	#columnOf(offset, lineStart) {
		const from = this.#measured.lineStart === lineStart ? this.#measured : {
			offset: lineStart,
			column: 1
		};
		const column = from.column + decode(this.#bytes.slice(from.offset, offset)).length;
		this.#measured = {
			lineStart,
			offset,
			column
		};
		return column;
	}
	/**
	* Skips the body of a `*_by_lua_block`, whose `{` was just read, as the Lua module does: it looks for its next token in what the buffer
	* holds, so that a string or long bracket must fit. Answers the Lua text, or an error when the block has no end.
	*/
	skipLua() {
		const start = this.#position;
		let openedAt = this.#line;
		for (let depth = 1; depth > 0;) {
			const token = this.#nextLuaToken(openedAt);
			if (typeof token !== "string") return { error: token };
			if (token === "{") {
				depth++;
				openedAt = this.#line;
			} else if (token === "}") depth--;
		}
		return { text: decode(this.#bytes.slice(start, this.#position - 1)) };
	}
	#nextLuaToken(openedAt) {
		this.#begin();
		for (;;) {
			const stop = this.#fillForLua(openedAt);
			if (stop !== void 0) return stop;
			const found = matchIn(this.#bytes.slice(this.#position, this.#filled));
			if (found !== void 0) return this.#takeLuaToken(found);
			if (this.#filled >= this.#bytes.length) return luaEndsEarly(openedAt);
			const kept = this.#filled - this.#position;
			if (kept === bufferSize) return this.#luaTooLong();
			this.#start = this.#position;
			this.#advanceTo(this.#filled);
			this.#filled = Math.min(this.#bytes.length, this.#filled + bufferSize - kept);
		}
	}
	/** The Lua module reads on when less than half a buffer is left. */
	#fillForLua(openedAt) {
		const isAtEnd = this.#filled >= this.#bytes.length;
		const left = this.#filled - this.#position;
		if (left > 0 && (left >= bufferSize / 2 || isAtEnd)) return void 0;
		if (isAtEnd) return luaEndsEarly(openedAt);
		const kept = this.#filled - this.#start;
		if (kept === bufferSize) return this.#luaTooLong();
		this.#filled = Math.min(this.#bytes.length, this.#filled + bufferSize - kept);
	}
	#takeLuaToken(found) {
		this.#advanceTo(this.#position + found.index);
		const level = /^(?:--)?\[(=*)\[$/.exec(found.text)?.[1];
		if (level === void 0) this.#advanceTo(this.#position + found.text.length);
		else {
			const close = `]${level}]`;
			const at = this.#bytes.slice(0, this.#filled).indexOf(close, this.#position + found.text.length);
			if (at === -1) return {
				kind: "error",
				message: `Lua code block missing the closing long bracket "${close}", the inlined Lua code may be too long`,
				line: this.#line
			};
			this.#advanceTo(at + close.length);
		}
		return found.text;
	}
	#luaTooLong() {
		return {
			kind: "error",
			message: "too long lua code block, probably missing terminating characters",
			line: this.#startLine
		};
	}
	#advanceTo(end) {
		while (this.#position < end) this.#advance();
	}
};
function matchIn(buffer) {
	luaToken.lastIndex = 0;
	const match = luaToken.exec(buffer);
	return match ? {
		index: match.index,
		text: match[0]
	} : void 0;
}
function luaEndsEarly(line) {
	return {
		kind: "error",
		message: "unexpected end of file, expecting terminating characters for lua code block",
		line
	};
}
function isSpace(char) {
	return char === " " || char === "	" || char === "\r" || char === "\n";
}
function decode(bytes) {
	return /^\p{ASCII}*$/u.test(bytes) ? bytes : Buffer.from(bytes, "latin1").toString("utf8");
}
function unescape(text) {
	return text.replace(/\\(["'\\trn])/g, (_, char) => ({
		t: "	",
		r: "\r",
		n: "\n"
	})[char] ?? char);
}

// src/nginx/parser.ts
/** Blocks nested deeper than this are a problem: hostile input must not exhaust the stack. */
const deepest = 200;
/** Parses one file's text by nginx's grammar; includes are not followed. Never throws. */
function parseNginx(text, file, options = {}) {
	const { directives, problem } = new Parser(text, file, options.grammarOnly ?? false).readBlock(options.parent, 0);
	return problem === void 0 ? { directives } : {
		directives,
		problem
	};
}
var Parser = class {
	#lexer;
	#file;
	#grammarOnly;
	constructor(text, file, grammarOnly) {
		this.#lexer = new Lexer(text);
		this.#file = file;
		this.#grammarOnly = grammarOnly;
	}
	/** Reads up to the `}` of a block; at depth 0 up to the end of the file. */
	readBlock(parent, depth) {
		const directives = [];
		const stop = (message, line) => ({
			directives,
			closeLine: line,
			problem: {
				message,
				file: this.#file,
				line
			}
		});
		for (;;) {
			const read = this.#lexer.next();
			if (read.kind === "error") return stop(read.message, read.line);
			if (read.kind === "end") return depth === 0 ? {
				directives,
				closeLine: read.line
			} : stop("unexpected end of file, expecting \"}\"", read.line);
			if (read.kind === "close") return depth === 0 ? stop("unexpected \"}\"", read.line) : {
				directives,
				closeLine: read.line,
				closeOffset: read.offset + 1
			};
			const directive = directiveOf(read, this.#file);
			const refused = this.#refuses(directive, read.kind, parent, depth);
			if (refused !== void 0) return stop(refused, read.line);
			if (read.kind === "simple") {
				directives.push(directive);
				continue;
			}
			const nested = this.#readNested(directive, depth);
			directives.push(nested.directive);
			if (nested.problem) return {
				directives,
				closeLine: nested.problem.line,
				problem: nested.problem
			};
		}
	}
	/** Why nginx does not go on behind the `;` or `{` of a directive. */
	#refuses(directive, kind, parent, depth) {
		if (parent !== void 0 && rowBlocks.has(parent)) return kind === "block" ? "unexpected \"{\"" : void 0;
		if (kind === "block" && depth >= deepest) return "blocks are nested too deeply";
		return this.#grammarOnly ? void 0 : wrongEnd(directive.name, kind, parent);
	}
	#readNested(directive, depth) {
		if (directive.name.endsWith("_by_lua_block")) return this.#readLua(directive);
		const { directives, closeLine, closeOffset, problem } = this.readBlock(directive.name, depth + 1);
		const whole = {
			...directive,
			block: directives,
			closeLine,
			...closeOffset === void 0 ? {} : { closeOffset }
		};
		return problem ? {
			directive: whole,
			problem
		} : { directive: whole };
	}
	#readLua(directive) {
		const lua = this.#lexer.skipLua();
		if ("text" in lua) {
			const closeLine = directive.endLine + lua.text.split("\n").length - 1;
			return { directive: {
				...directive,
				block: [],
				closeLine,
				closeOffset: directive.endOffset + Buffer.byteLength(lua.text) + 1,
				lua: lua.text
			} };
		}
		return {
			directive,
			problem: {
				message: lua.error.message,
				file: this.#file,
				line: lua.error.line
			}
		};
	}
};
function directiveOf(read, file) {
	const [nameToken, ...args] = read.words;
	if (nameToken === void 0) throw new Error("the lexer gives at least one word");
	return {
		name: nameToken.text,
		nameToken,
		args,
		file,
		line: nameToken.line,
		endLine: read.line,
		endOffset: read.offset + 1
	};
}
/** Every directive below and including the given ones, depth first, in file order. */
function* walk(directives) {
	for (const directive of directives) {
		yield directive;
		if (directive.block) yield* walk(directive.block);
	}
}
/** The directives of that name directly in a block. */
function named(directives, name) {
	return (directives ?? []).filter((directive) => directive.name === name);
}

export { rowBlocks as a, isSourceFile as c, mainContext as i, parseNginx as n, isSideFile as o, walk as r, isSkipped as s, named as t };