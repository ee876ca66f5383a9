import type { Manifest } from "../model/source.ts";

/** Names under which a Python package is imported, where they differ from the name it is installed by. */
const pythonNames: ReadonlyMap<string, string> = new Map(
  Object.entries({
    yaml: "PyYAML",
    dotenv: "python-dotenv",
    psycopg2: "psycopg2-binary",
    PIL: "Pillow",
    cv2: "opencv-python",
    bs4: "beautifulsoup4",
    dateutil: "python-dateutil",
    jwt: "PyJWT",
    MySQLdb: "mysqlclient",
    sklearn: "scikit-learn",
    telegram: "python-telegram-bot",
    telebot: "pyTelegramBotAPI",
    jose: "python-jose",
    multipart: "python-multipart",
    flask_cors: "Flask-Cors",
    flask_sqlalchemy: "Flask-SQLAlchemy",
    flask_migrate: "Flask-Migrate",
    flask_login: "Flask-Login",
    rest_framework: "djangorestframework",
    corsheaders: "django-cors-headers",
    environ: "django-environ",
    decouple: "python-decouple",
    whitenoise: "whitenoise",
    pymysql: "PyMySQL",
    magic: "python-magic",
    git: "GitPython",
    google: "google-api-python-client",
    serial: "pyserial",
    socketio: "python-socketio",
    pkg_resources: "setuptools",
  }),
);

interface Package {
  readonly ecosystem: Manifest["ecosystem"];
  readonly name: string;
}

const of = (ecosystem: Package["ecosystem"], programs: readonly string[]): [string, Package][] => programs.map((name) => [name, { ecosystem, name }]);

/** Programs that come with a package. */
const programs: ReadonlyMap<string, Package> = new Map([
  ...of("python", ["gunicorn", "uvicorn", "hypercorn", "daphne", "flask", "celery", "streamlit", "granian", "uwsgi", "alembic", "django-admin", "fastapi"]),
  ["waitress-serve", { ecosystem: "python", name: "waitress" }],
  ...of("node", [
    "next",
    "nuxt",
    "vite",
    "nodemon",
    "tsx",
    "pm2",
    "serve",
    "http-server",
    "ts-node",
    "prisma",
    "sequelize",
    "knex",
    "concurrently",
    "cross-env",
    "strapi",
    "remix-serve",
    "astro",
    "webpack",
    "gatsby",
  ]),
  ["nest", { ecosystem: "node", name: "@nestjs/cli" }],
  ["tsc", { ecosystem: "node", name: "typescript" }],
  ...of("ruby", ["puma", "unicorn", "thin", "rails", "sidekiq", "foreman", "rackup"]),
]);

/** The name by which what is imported as `module` is installed. */
export function packageOf(ecosystem: Manifest["ecosystem"], module: string): string {
  if (ecosystem === "python") {
    const top = module.split(".")[0] ?? module;
    return pythonNames.get(top) ?? top;
  }
  if (ecosystem === "node") return module.startsWith("@") ? module.split("/").slice(0, 2).join("/") : (module.split("/")[0] ?? module);
  if (ecosystem === "perl") return module.replace(/\.pm$/, "").replaceAll("/", "::");
  return ecosystem === "ruby" ? (module.split("/")[0] ?? module) : module;
}

/** The package that brings a program; undefined for programs of the system. */
export function packageOfProgram(program: string): Package | undefined {
  return programs.get(program);
}

/** The package of Debian that brings a module of Perl. */
export function debianOfPerl(module: string): string {
  return `lib${module.toLowerCase().replaceAll("::", "-").replaceAll("_", "-")}-perl`;
}

/** Whether a manifest lists a package; Python's names ignore case and treat `-`, `_` and `.` alike. */
export function lists(manifest: Manifest, name: string): boolean {
  const plain = (text: string): string => (manifest.ecosystem === "python" ? text.toLowerCase().replace(/[-_.]+/g, "-") : text);
  if (manifest.ecosystem === "perl") return manifest.names.some((each) => each === name || each === debianOfPerl(name));
  return manifest.names.some((each) => plain(each) === plain(name) || (manifest.ecosystem === "python" && plain(each) === `${plain(name)}-binary`));
}
