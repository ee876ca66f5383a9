function required(name) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} must be set, see .env.example`);
  return value;
}

export const config = {
  logLevel: process.env.LOG_LEVEL ?? "warn",
  databaseFile: required("DATABASE_FILE"),
  apiToken: required("API_TOKEN"),
};
