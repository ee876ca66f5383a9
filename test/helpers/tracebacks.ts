import type { Files } from "./repository.ts";

/** What a program printed as it ended, and what is to be read out of it. */
export interface Traceback {
  readonly name: string;
  readonly output: readonly string[];
  /** The project's files, as far as they matter; they stand in /app of the container. */
  readonly files: readonly string[];
  readonly message: string;
  /** "path:line" of the innermost place in the project's own code; absent when there is none. */
  readonly at?: string;
}

/** Forty lines for every file, so that every line that is named is there. */
export function filesOf(traceback: Traceback): Files {
  return Object.fromEntries(traceback.files.map((path) => [path, Array.from({ length: 40 }, (_, index) => `line ${index + 1}\n`).join("")]));
}

const python: readonly Traceback[] = [
  {
    name: "Python: a plain exception",
    files: ["main.py", "app/settings.py"],
    output: [
      "starting",
      "Traceback (most recent call last):",
      '  File "/app/main.py", line 3, in <module>',
      "    from app.settings import LIMITS",
      '  File "/app/app/settings.py", line 21, in load',
      '    return data["max_upload"]',
      "           ~~~~^^^^^^^^^^^^^^",
      "KeyError: 'max_upload'",
    ],
    message: "KeyError: 'max_upload'",
    at: "app/settings.py:21",
  },
  {
    name: "Python: one exception while another is handled",
    files: ["main.py", "store.py"],
    output: [
      "Traceback (most recent call last):",
      '  File "/app/store.py", line 5, in load',
      '    open("prices.csv")',
      "FileNotFoundError: [Errno 2] No such file or directory: 'prices.csv'",
      "",
      "During handling of the above exception, another exception occurred:",
      "",
      "Traceback (most recent call last):",
      '  File "/app/main.py", line 9, in <module>',
      "    load()",
      '  File "/app/store.py", line 7, in load',
      '    raise RuntimeError("no prices") from None',
      "RuntimeError: no prices",
    ],
    message: "RuntimeError: no prices",
    at: "store.py:7",
  },
  {
    name: "Python: a mistake of syntax",
    files: ["main.py", "broken.py"],
    output: [
      "Traceback (most recent call last):",
      '  File "/app/main.py", line 1, in <module>',
      "    import broken",
      '  File "/app/broken.py", line 3',
      "    def f(:",
      "          ^",
      "SyntaxError: invalid syntax",
    ],
    message: "SyntaxError: invalid syntax",
    at: "broken.py:3",
  },
  {
    name: "Python: a gunicorn worker that fails to boot",
    files: ["wsgi.py", "shop/__init__.py"],
    output: [
      "[2026-01-02 10:00:00 +0000] [1] [INFO] Starting gunicorn 23.0.0",
      "[2026-01-02 10:00:00 +0000] [7] [ERROR] Exception in worker process",
      "Traceback (most recent call last):",
      '  File "/usr/local/lib/python3.12/site-packages/gunicorn/arbiter.py", line 608, in spawn_worker',
      "    worker.init_process()",
      '  File "/app/wsgi.py", line 4, in <module>',
      "    app = create_app()",
      '  File "/app/shop/__init__.py", line 12, in create_app',
      '    raise RuntimeError("no catalogue")',
      "RuntimeError: no catalogue",
      "[2026-01-02 10:00:00 +0000] [7] [INFO] Worker exiting (pid: 7)",
      "[2026-01-02 10:00:00 +0000] [1] [ERROR] Worker (pid:7) exited with code 3",
      "[2026-01-02 10:00:00 +0000] [1] [ERROR] Reason: Worker failed to boot.",
    ],
    message: "RuntimeError: no catalogue",
    at: "shop/__init__.py:12",
  },
  {
    name: "Python: the innermost frames are a library's",
    files: ["main.py"],
    output: [
      "Traceback (most recent call last):",
      '  File "/app/main.py", line 6, in <module>',
      '    yaml.safe_load("a: [")',
      '  File "/usr/local/lib/python3.12/site-packages/yaml/parser.py", line 549, in parse_flow_sequence_entry',
      "    raise ParserError(",
      "yaml.parser.ParserError: while parsing a flow sequence",
      '  in "<unicode string>", line 1, column 4',
    ],
    message: "yaml.parser.ParserError: while parsing a flow sequence",
    at: "main.py:6",
  },
  {
    name: "Python: a line of code that reads like a message",
    files: ["main.py", "store.py"],
    output: [
      "Traceback (most recent call last):",
      '  File "/app/main.py", line 6, in <module>',
      "    limit: int = load()",
      '  File "/app/store.py", line 2, in load',
      "    assert rows",
      "AssertionError",
    ],
    message: "AssertionError",
    at: "store.py:2",
  },
  {
    name: "Python: a settings class of pydantic",
    files: ["config.py"],
    output: [
      "Traceback (most recent call last):",
      '  File "/app/config.py", line 8, in <module>',
      "    settings = Settings()",
      "pydantic_core._pydantic_core.ValidationError: 1 validation error for Settings",
      "database_url",
      "  Field required [type=missing, input_value={}, input_type=dict]",
      "    For further information visit https://errors.pydantic.dev/2.10/v/missing",
    ],
    message: "pydantic_core._pydantic_core.ValidationError: 1 validation error for Settings",
    at: "config.py:8",
  },
];

const node: readonly Traceback[] = [
  {
    name: "Node: something is thrown",
    files: ["src/server.js", "src/config/validate.js"],
    output: [
      "/app/src/config/validate.js:11",
      "    throw new TypeError(`limits.max must be a number, got ${typeof value}`);",
      "    ^",
      "",
      "TypeError: limits.max must be a number, got string",
      "    at validate (/app/src/config/validate.js:11:11)",
      "    at Object.<anonymous> (/app/src/server.js:4:1)",
      "    at Module._compile (node:internal/modules/cjs/loader:1554:14)",
      "",
      "Node.js v22.14.0",
    ],
    message: "TypeError: limits.max must be a number, got string",
    at: "src/config/validate.js:11",
  },
  {
    name: "Node: a module is not found",
    files: ["server.js"],
    output: [
      "node:internal/modules/cjs/loader:1228",
      "  throw err;",
      "  ^",
      "",
      "Error: Cannot find module 'dotenv'",
      "Require stack:",
      "- /app/server.js",
      "    at Module._resolveFilename (node:internal/modules/cjs/loader:1225:15)",
      "    at require (node:internal/modules/helpers:141:16)",
      "    at Object.<anonymous> (/app/server.js:1:1) {",
      "  code: 'MODULE_NOT_FOUND',",
      "  requireStack: [ '/app/server.js' ]",
      "}",
      "",
      "Node.js v22.14.0",
    ],
    message: "Error: Cannot find module 'dotenv'",
    at: "server.js:1",
  },
  {
    name: "Node: a module of ES modules throws",
    files: ["src/index.mjs", "src/db.mjs"],
    output: [
      "file:///app/src/db.mjs:3",
      '  throw new Error("no pool");',
      "        ^",
      "",
      "Error: no pool",
      "    at connect (file:///app/src/db.mjs:3:9)",
      "    at file:///app/src/index.mjs:5:1",
      "    at ModuleJob.run (node:internal/modules/esm/module_job:271:25)",
      "",
      "Node.js v22.14.0",
    ],
    message: "Error: no pool",
    at: "src/db.mjs:3",
  },
  {
    name: "Node: an ES module is not found",
    files: ["src/index.mjs"],
    output: [
      "node:internal/modules/esm/resolve:275",
      "    throw new ERR_MODULE_NOT_FOUND(",
      "          ^",
      "",
      "Error [ERR_MODULE_NOT_FOUND]: Cannot find module '/app/src/routes.mjs' imported from /app/src/index.mjs",
      "    at finalizeResolution (node:internal/modules/esm/resolve:275:11) {",
      "  code: 'ERR_MODULE_NOT_FOUND',",
      "  url: 'file:///app/src/routes.mjs'",
      "}",
      "",
      "Node.js v22.14.0",
    ],
    message: "Error [ERR_MODULE_NOT_FOUND]: Cannot find module '/app/src/routes.mjs' imported from /app/src/index.mjs",
  },
];

const others: readonly Traceback[] = [
  {
    name: "Ruby 3.4: a method of nil",
    files: ["app.rb", "lib/catalog.rb"],
    output: [
      "/app/lib/catalog.rb:8:in 'Catalog#load': undefined method 'each' for nil (NoMethodError)",
      "",
      '    data["items"].each do |item|',
      "                 ^^^^^",
      "\tfrom /app/app.rb:5:in '<main>'",
    ],
    message: "/app/lib/catalog.rb:8:in 'Catalog#load': undefined method 'each' for nil (NoMethodError)",
    at: "lib/catalog.rb:8",
  },
  {
    name: "Ruby 3.3: raised in a gem",
    files: ["app.rb"],
    output: [
      "/usr/local/bundle/gems/pg-1.5.9/lib/pg.rb:63:in `initialize': connection refused (PG::ConnectionBad)",
      "\tfrom /usr/local/bundle/gems/pg-1.5.9/lib/pg.rb:63:in `new'",
      "\tfrom /app/app.rb:12:in `<main>'",
    ],
    message: "/usr/local/bundle/gems/pg-1.5.9/lib/pg.rb:63:in `initialize': connection refused (PG::ConnectionBad)",
    at: "app.rb:12",
  },
  {
    name: "PHP: an uncaught error",
    files: ["src/db.php", "public/index.php"],
    output: [
      "PHP Fatal error:  Uncaught Error: Call to undefined function mysqli_connect() in /app/src/db.php:5",
      "Stack trace:",
      "#0 /app/public/index.php(3): require()",
      "#1 {main}",
      "  thrown in /app/src/db.php on line 5",
    ],
    message: "PHP Fatal error:  Uncaught Error: Call to undefined function mysqli_connect() in /app/src/db.php:5",
    at: "src/db.php:5",
  },
  {
    name: "PHP: a mistake of syntax",
    files: ["public/index.php"],
    output: ['PHP Parse error:  syntax error, unexpected token "}" in /app/public/index.php on line 14'],
    message: 'PHP Parse error:  syntax error, unexpected token "}" in /app/public/index.php on line 14',
    at: "public/index.php:14",
  },
  {
    name: "Go: a panic",
    files: ["main.go", "internal/registry/registry.go"],
    output: [
      "panic: assignment to entry in nil map",
      "",
      "goroutine 1 [running]:",
      "example.com/app/internal/registry.(*Registry).Add(...)",
      "\t/app/internal/registry/registry.go:20",
      "main.main()",
      "\t/app/main.go:14 +0x1d",
      "exit status 2",
    ],
    message: "panic: assignment to entry in nil map",
    at: "internal/registry/registry.go:20",
  },
  {
    name: "Go: a nil pointer",
    files: ["main.go"],
    output: [
      "panic: runtime error: invalid memory address or nil pointer dereference",
      "[signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x4a]",
      "",
      "goroutine 1 [running]:",
      "main.main()",
      "\t/app/main.go:9 +0x18",
    ],
    message: "panic: runtime error: invalid memory address or nil pointer dereference",
    at: "main.go:9",
  },
  {
    name: "Java: an exception in main",
    files: ["Main.java"],
    output: ['Exception in thread "main" java.lang.IllegalStateException: no port', "\tat com.acme.Main.boot(Main.java:17)", "\tat com.acme.Main.main(Main.java:9)"],
    message: 'Exception in thread "main" java.lang.IllegalStateException: no port',
    at: "Main.java:17",
  },
  {
    name: "Java: one exception because of another",
    files: ["Main.java"],
    output: [
      'Exception in thread "main" java.lang.IllegalStateException: no port',
      "\tat com.acme.Main.main(Main.java:9)",
      'Caused by: java.lang.NumberFormatException: For input string: "x"',
      "\tat java.base/java.lang.Integer.parseInt(Integer.java:668)",
      "\tat com.acme.Main.boot(Main.java:15)",
      "\t... 1 more",
    ],
    message: 'Caused by: java.lang.NumberFormatException: For input string: "x"',
    at: "Main.java:15",
  },
];

export const tracebacks: readonly Traceback[] = [...python, ...node, ...others];
