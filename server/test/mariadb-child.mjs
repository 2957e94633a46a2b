// A MariaDB of one spec's own, as a child with an IPC channel: Jest's CommonJS cannot load the starter itself.
import { startMariadb } from '../../scripts/services/mariadb.mjs';

const server = await startMariadb({ dir: process.argv[2] });
const orders = {
  kill: () => server.kill('SIGKILL'),
  end: () => server.kill('SIGTERM'),
  restart: () => server.restart(),
  stop: () => server.stop(),
};
process.on('message', async (name) => {
  await orders[name]();
  process.send({ done: name });
  if (name === 'stop') process.disconnect();
});
process.once('disconnect', () => process.exit());
process.send({ url: server.url });
