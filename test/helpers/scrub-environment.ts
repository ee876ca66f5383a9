// What a test does must not depend on where it runs.
for (const name of Object.keys(process.env)) {
  if (/^(GITHUB|RUNNER|INPUT|STATE|ACTIONS|COMPOSE)_|^(CI|FORCE_COLOR|NO_COLOR|COLORTERM)$/.test(name)) delete process.env[name];
}
