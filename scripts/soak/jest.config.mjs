// The server's Jest project with the soak as its only test: it runs for minutes and is no part of CI.
import base from '../../jest.config.mjs';

const server = base.projects.find((each) => each.displayName === 'server');
export default { ...server, testMatch: ['<rootDir>/test/soak/soak.run.ts'] };
