import { existsSync } from 'node:fs';
import { createConnection } from 'node:net';
import { startMariadb } from './mariadb.mjs';

/** The port answers with MariaDB's greeting. */
const answers = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = createConnection({ host: '127.0.0.1', port });
    socket.once('error', () => resolve(false));
    socket.once('data', (packet) => {
      socket.destroy();
      resolve(packet.includes('MariaDB'));
    });
  });

const here = ['/usr/sbin/mariadbd', '/usr/local/sbin/mariadbd', '/usr/local/bin/mariadbd'].some(existsSync);
(process.env.TEST_MYSQL_URL && here ? it : it.skip)('survives a kill on the same port and data', async () => {
  const mariadb = await startMariadb();
  expect(await answers(mariadb.port)).toBe(true);
  await mariadb.kill();
  expect(await answers(mariadb.port)).toBe(false);
  await mariadb.restart();
  expect(await answers(mariadb.port)).toBe(true);
  await mariadb.stop();
  expect(await answers(mariadb.port)).toBe(false);
});
