// src/model/pattern.ts
/** A text as a regular expression that fits it alone. */
function literally(text) {
	return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

// src/model/fastcgi.ts
/** What nginx would tell a FastCGI server of a request. Parameters whose value only a request tells are left out. */
function fastcgiParameters(route, question) {
	const values = variablesOf(route, question);
	const told = Object.entries(route.params).flatMap(([name, { value }]) => {
		const text = expand(value, values);
		return text === void 0 ? [] : [[name, text]];
	});
	return {
		HTTP_HOST: question.host,
		HTTP_USER_AGENT: "upstream-gate",
		HTTP_ACCEPT: "*/*",
		...Object.fromEntries(told)
	};
}
/** The script that nginx names for a path; undefined when a variable in it is not known. */
function scriptOf(route, path) {
	const written = route.params["SCRIPT_FILENAME"]?.value;
	return written === void 0 ? void 0 : expand(written, variablesOf(route, {
		method: "GET",
		path,
		host: "localhost",
		port: 80,
		scheme: "http"
	}));
}
/** The part of a path that names the script: with the index where it names a folder, without what follows `.php` where that is split off. */
function scriptNameOf(route, path) {
	return splitPath(route, path.replace(/\?.*$/s, ""))[0];
}
function splitPath({ index, splits }, uri) {
	const whole = uri.endsWith("/") && index !== void 0 ? uri + index : uri;
	const end = splits ? whole.indexOf(".php/") : -1;
	return end === -1 ? [whole, ""] : [whole.slice(0, end + 4), whole.slice(end + 4)];
}
function variablesOf(route, { method, path, host, port, scheme }) {
	const [uri = "/", ...query] = path.split("?");
	const [script, rest] = splitPath(route, uri);
	const args = query.join("?");
	const root = route.root?.value.replace(/\/$/, "");
	return {
		...root === void 0 ? {} : {
			document_root: root,
			realpath_root: root,
			request_filename: root + uri
		},
		fastcgi_script_name: script,
		fastcgi_path_info: rest,
		path_info: rest,
		uri,
		document_uri: uri,
		request_uri: path,
		args,
		query_string: args,
		is_args: args === "" ? "" : "?",
		request_method: method,
		host,
		http_host: host,
		server_name: host,
		scheme,
		https: scheme === "https" ? "on" : "",
		server_protocol: "HTTP/1.1",
		server_addr: "127.0.0.1",
		server_port: String(port),
		remote_addr: "127.0.0.1",
		remote_port: "0",
		content_type: "",
		content_length: "",
		nginx_version: "1"
	};
}
function expand(text, values) {
	let isKnown = true;
	const expanded = text.replace(/\$(?:\{(\w+)\}|(\w+))/g, (_, braced, bare) => {
		const name = braced ?? bare ?? "";
		const value = Object.hasOwn(values, name) ? values[name] : void 0;
		if (value === void 0) isKnown = false;
		return value ?? "";
	});
	return isKnown ? expanded : void 0;
}

// src/model/patience.ts
/** How app servers say that they end a worker because of the time it takes. */
const impatient = [
	["gunicorn", /\bWORKER TIMEOUT \(pid: ?\d+\)/],
	["uWSGI", /\*\*\* HARAKIRI ON WORKER \d+ \(pid: \d+/],
	["PHP-FPM", /\bchild \d+, script '[^']*' \(request: "[^"]*"\) execution timed out \([\d.]+ sec\), terminating/],
	["unicorn", /\bworker=\d+ PID: ?\d+ timeout \(\d+s > \d+s\), killing/],
	["puma", /! Terminating timed out worker/]
];
/** The app server's last word on a worker that took too long, in lines of its output; undefined when it ended none. */
function patienceIn(lines) {
	for (const { text } of lines.toReversed()) {
		const [server] = impatient.find(([, says]) => says.test(text)) ?? [];
		if (server !== void 0) return {
			server,
			line: text.trim().slice(0, 300)
		};
	}
}

export { literally as a, scriptOf as i, fastcgiParameters as n, scriptNameOf as r, patienceIn as t };