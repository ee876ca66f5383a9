const port = Number(process.env.PORT ?? 3000);
const sessionSecret = process.env.SESSION_SECRET;

if (!sessionSecret) {
  throw new Error('SESSION_SECRET is required');
}

export { port, sessionSecret };
