/** A trial that can prove a cause: in a few words for a table, and in full for the page. */
export interface Trial {
  readonly short: string;
  readonly text: string;
}

/** How each cause is tried; undefined where its rule names no change that could be made. */
export const trials: Readonly<Record<string, Trial | undefined>> = {
  "address-family-mismatch": {
    short: "a forwarder to the other family, or nginx dials it",
    text: "Where nginx comes over the network, a forwarder inside the app's network namespace takes connections by IPv4 and passes them on by IPv6. Where both share a namespace, nginx is started again with a copy of its configuration that dials the loopback of the other family.",
  },
  "app-hangs": undefined,
  "app-returned-error": { short: "the line that sets the status left out", text: "The app is started again from a copy without that line: it shows that the line takes part, and is no repair." },
  "build-failed": {
    short: "the instruction that is meant, or a line left out",
    text: "Where the builder itself says which instruction is meant, the image is built from a copy with that word, and the whole project is booted and asked. Where the output of the step names a line of the project, that line is left without its effect in a copy, which shows that it takes part. For any other failing step no trial is made.",
  },
  "certificate-unusable": {
    short: "the right file named, else a pair that belongs together",
    text: "Where the fitting file stands beside the other one, the line names it in a copy of the configuration. Otherwise a certificate and key that belong together are put at the two paths of nginx's container; the repository's own are not touched.",
  },
  "connections-exhausted": {
    short: "a higher limit",
    text: "nginx is started again with a copy of the file that sets the limit, where it is higher. When no file of the project sets it, no trial is made.",
  },
  "copy-source-missing": {
    short: "the path as the context has it",
    text: "The image is built from a copy in which COPY names the file that the context has, or in which the ignore file lets it through; then the whole project is booted and asked. When several files could be meant, no trial is made.",
  },
  "crash-on-start": {
    short: "the line that raises without its effect",
    text: "The app is started again from a copy in which the line that raises the error has no effect: a value that it sets is left empty, a call or a `raise` is left out. The whole project has to answer then. That shows that the line takes part, and is no repair: none is offered. When the line is no whole statement, no trial is made; when another change fits the failure too, that comes first.",
  },
  "dependency-manifest-missing": {
    short: "the list named, or copied first",
    text: "The image is built from a copy in which the step names the file where the image has it, or in which the file is copied before the step; then the whole project is booted and asked.",
  },
  "dependency-not-installed": {
    short: "the package added to the manifest",
    text: "The package is added to the manifest in a copy of the project, and the image is built and started from that copy. When it is not known which line would install the package, no trial is made.",
  },
  "dependency-not-ready": {
    short: "the app started again, later",
    text: "The app is started once more when the dependency takes connections, with nothing else changed; the first trial is what it is compared with. Where the project's restart policy brings the app up after such an end, there is no failure to begin with.",
  },
  "dependency-unreachable": {
    short: "the dependency's own name, port or credentials",
    text: "The line or the variable that names the dependency is put right in a copy: the name and the port of the service that takes connections there, the user, password or database that it was made with, or a network that both are on. When no service of the project can be meant, no trial is made.",
  },
  "filesystem-not-writable": {
    short: "the path writable",
    text: "The mount loses its `ro`, the read-only container gets a tmpfs at the path, the folder is given to the user in the image, or the line that sets the user is left out: in a copy, from which the app is started again.",
  },
  "exits-immediately": {
    short: "the server left in the foreground",
    text: "The container is started again from a copy in which the flag, the setting or the `&` is left out, or the command is written as one that stays. A Python program that only defines its application is served by what its manifest lists. Where none of this is known, no trial is made.",
  },
  "fastcgi-script-missing": {
    short: "nginx names the path that is there",
    text: "nginx is started again with a copy of its configuration in which `root` or `SCRIPT_FILENAME` leads to the script that PHP-FPM's container has. When no such script is found, no trial is made.",
  },
  "healthcheck-invalid": {
    short: "a check that can pass, or nobody waits for it",
    text: "Where what is meant can be told, the service is made again from a copy with that health check: the port that is open, the address that is served, the same question asked by what the image has. Otherwise what waits for the service is started without waiting for its health.",
  },
  "host-gateway-missing": {
    short: "nginx dials the service, or the name is mapped",
    text: "nginx is started again with a copy of its configuration that dials the service behind the port of the host. When no service of the project is behind it, the name is mapped to the host in a copy of the Compose file. The host is emulated: a container of the gate's own, on which the project's published ports lead to its containers.",
  },
  "host-header-rejected": {
    short: "the host added to the list, or passed on",
    text: "The host is added to the app's list in a copy of the project or in the variable that holds it, and the app is started again; where nginx passes on the name of its upstream group, it is told to pass on the public host. When the list is not found, no trial is made.",
  },
  "invalid-response": {
    short: "the line that sets the header left out",
    text: "The app is started again from a copy without the line that sets the header. That shows that the line takes part, and is no repair: none is offered. When no line does it alone, no trial is made.",
  },
  "loopback-bind": {
    short: "a forwarder to the loopback",
    text: "A forwarder inside the app's network namespace takes connections on the container's own address and passes them on to the loopback. The app is not touched. When the port differs as well, no trial is made and the cause is reported as possible.",
  },
  "maintenance-mode": {
    short: "the switch off, the line left out, or the name put right",
    text: "nginx is started again with a copy of its configuration in which the switch is off, the line that answers is left out, or the host's name is written right.",
  },
  "networks-disjoint": {
    short: "a network that both are on",
    text: "The Compose file is read again with the network added to the service that lacks it, and that service and nginx are made again. When the list of networks is written in a way that cannot be changed by itself, no trial is made.",
  },
  "nothing-listens": {
    short: "what blocks changed or left out",
    text: "The app is started again from a copy in which the main guard is spelt right, the variable that chooses what runs has its default, the image's own command runs, or the line on which a program of Python or Ruby waits has no effect (a sleep that holds an event loop yields). That line is known from what the program says when it is interrupted. Where none of these is found, no trial is made.",
  },
  "out-of-memory": { short: "a higher memory limit", text: "The container is started again with a higher memory limit. When the project sets no limit, no trial is made." },
  "platform-config-invalid": {
    short: "the key written as the platform reads it",
    text: "The project is planned, built where that changes, and started again from a copy in which the key is written as the platform reads it. When only the author can know what was meant, no trial is made.",
  },
  "port-in-use": {
    short: "another port for the second listener",
    text: "The containers of the network namespace are started again from a copy in which the second listener has another port: one that nginx dials in vain, else the next one that is free. When it cannot be told which line is the second one's, no trial is made.",
  },
  "port-mismatch": {
    short: "nginx dials the port that is open",
    text: "nginx is started again with a copy of its configuration that dials the port on which the app listens. Where the port comes from a variable, the variable is changed in its place.",
  },
  "port-variable-ignored": {
    short: "the app listens on the port that it is handed",
    text: "The number is replaced by the port that the variable names, in a copy of the project; the app is built and started from that copy. When the line names the number more than once, no trial is made.",
  },
  "privileged-port": {
    short: "a port from 1024 up, else low ports for all",
    text: "The container is started again from a copy in which the app listens on a port from 1024 up and nginx dials that. Where the lines cannot be rewritten, and for nginx itself, any user of the container is allowed to open low ports.",
  },
  "proxy-config-invalid": {
    short: "the line repaired or left out",
    text: "nginx is started again with a copy of its configuration in which the line is repaired, or left out when it stands on a line of its own. When neither can be done, no trial is made.",
  },
  "proxy-dials-itself": {
    short: "nginx dials the service that is meant",
    text: "nginx is started again with a copy of its configuration that dials the service that is most likely meant. When none can be made out, no trial is made.",
  },
  "proxy-timeout-too-short": {
    short: "a longer timeout",
    text: "nginx is started again with a copy of its configuration in which the timeout is longer, for this location alone where no directive set it. Where a variable sets it, the variable is changed in its place.",
  },
  "published-port-dialled": { short: "nginx dials the container's port", text: "nginx is started again with a copy of its configuration that dials the container's side of the mapping." },
  "rate-limited": { short: "a higher rate", text: "nginx is started again with a copy of its configuration in which the rate is higher or, where the project does not set it, with a burst." },
  "request-header-too-big": {
    short: "a larger buffer",
    text: "The app server is started again with a larger buffer: by a copy of the line that sets it, else by the variable that uWSGI reads.",
  },
  "response-header-too-big": {
    short: "larger buffers",
    text: "nginx is started again with a copy of its configuration in which the buffers are large enough, for this location alone where no directive set them.",
  },
  "resolver-unusable": {
    short: "nginx asks Docker's name server",
    text: "nginx is started again with a copy of its configuration in which the `resolver` names Docker's own name server, or in which there is one. For a name that stands in /etc/hosts only, the address is written without the variable.",
  },
  "slow-start": { short: "more time to start", text: "The same requests are sent again with a longer start budget. Time cannot be taken back, so the first run is the control." },
  "socket-family-mismatch": {
    short: "both sides on one kind of address",
    text: "nginx is started again with a copy of its configuration that dials what the app listens on. Where nginx cannot have the app's socket, the app is started with a copy of its line that names the port. When neither line can be rewritten, no trial is made.",
  },
  "start-command-invalid": {
    short: "the corrected start command",
    text: "The container is started again by the corrected name (for supervisord's programs the plain one, without path and version), or by naming the interpreter of the script. When no correction can be made out, no trial is made.",
  },
  "unix-socket-path-mismatch": {
    short: "the same path, or the same volume",
    text: "nginx or the app is started again with a copy of the line that names the socket, or both with one volume in place of two. When the lines do not tell what to write, no trial is made.",
  },
  "unix-socket-permission": {
    short: "the socket opened for everybody",
    text: "The app is started again with a copy of the line that sets the mode or owner. Where no line does, the mode of the socket and of the folders that lead to it is widened in the running container.",
  },
  "upstream-host-unknown": {
    short: "nginx dials the service that is meant",
    text: "nginx is started again with a copy of its configuration that dials the service that is most likely meant. When none can be made out, no trial is made.",
  },
  "upstream-protocol-mismatch": {
    short: "nginx speaks the app's protocol",
    text: "nginx is started again with a copy of its configuration that passes the request on in the protocol that the app was found to speak, or to the port where nginx's own is spoken. A 400 does not count as an answer then. When the line cannot be rewritten by itself, no trial is made.",
  },
  "upstream-scheme-mismatch": {
    short: "nginx dials with the other scheme",
    text: "nginx is started again with the other scheme in its address, in a copy of the configuration or of the variable that holds it. A 400 does not count as an answer then.",
  },
  "upstream-server-down": {
    short: "`down` removed",
    text: "nginx is started again with a copy of its configuration in which the servers of the group are no longer marked down.",
  },
  "upstream-tls-rejected": {
    short: "nginx shakes hands on other terms",
    text: "nginx is started again with a copy of its configuration that sends or checks the name, or offers the version, that the app was found to take. An untrusted certificate is tried with verification off, which is no advice. For a client certificate no trial is made.",
  },
  "variable-missing": { short: "the variable set", text: "The container is started again with the variable set to a plausible value." },
  "worker-died": {
    short: "the line of the crash without its effect",
    text: "The app is started again from a copy in which that line has no effect: it shows that the line takes part, and is no repair.",
  },
  "worker-timeout": {
    short: "a longer timeout of the app server",
    text: "The app server is started again with 120 s in a copy of the line that sets its timeout; where nothing sets gunicorn's, by GUNICORN_CMD_ARGS. When another server's timeout is not found, no trial is made.",
  },
};
