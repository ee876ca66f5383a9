export const createLogger = (name) => (text) => console.log(`${new Date().toISOString()} [${name}] ${text}`);
