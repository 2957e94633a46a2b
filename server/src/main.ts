import 'reflect-metadata';
import { ConfigError, Env } from './config/env';
import { createApp } from './configure-app';

/** Starts the server; a configuration it cannot keep its promises with stops it with a list of what to change. */
async function main(): Promise<void> {
  // Nobody can be told when standard output leads to a full disk or to nobody; serving goes on.
  process.stdout.on('error', () => undefined);
  process.stderr.on('error', () => undefined);
  const env = new Env();
  const app = await createApp(env);
  await app.listen(env.port, env.host);
  process.stdout.write(`一呼即应已启动:${await app.getUrl()}\n`);
}

main().catch((error: unknown) => {
  const text =
    error instanceof ConfigError ? error.message : error instanceof Error ? error.stack : String(error);
  process.stderr.write(`${text}\n`);
  process.exit(1);
});
