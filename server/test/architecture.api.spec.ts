import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import {
  ERRORS,
  errorText,
  PERMISSIONS,
  ROLE_PERMISSIONS,
  ROUTES,
  type Role,
  type Route,
} from '@yihu/shared';
import { routesOf } from '../src/platform/auth/assert-routes-guarded';
import { startApp, type TestApp } from './harness';

const ROOT = join(__dirname, '..', '..');
const ALL_ROUTES: Route[] = Object.values(ROUTES);

interface Source {
  file: string;
  text: string;
}

/** Sources below a folder without their comments; specs are no product code. */
function sources(folder: string): Source[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !/\.(spec|d)\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => ({ file: relative(ROOT, file), text: withoutComments(readFileSync(file, 'utf8')) }));
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1');
}

/** `file: line` of every line that matches. */
function found(list: readonly Source[], pattern: RegExp): string[] {
  return list.flatMap(({ file, text }) =>
    text
      .split('\n')
      .filter((line) => pattern.test(line))
      .map((line) => `${file}: ${line.trim()}`),
  );
}

const SERVER = sources('server/src');
const BUSINESS = SERVER.filter(({ file }) => !file.startsWith('server/src/platform/db/'));
const RULES = SERVER.filter(({ file }) => file.includes('/rules/'));

describe('routes', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp(null);
  });
  afterAll(() => app.close());

  it('are mounted as the contract lists them, each with its permission', () => {
    const mounted = routesOf(app.app).map(({ method, path, guard }) => `${method} ${path} ${guard}`);
    const listed = ALL_ROUTES.map(({ method, path, can }) => `${method} ${path} ${can}`);
    expect(mounted.sort()).toEqual(listed.sort());
  });

  it('are nowhere mounted past the controllers', () => {
    const server = app.app.getHttpAdapter().getInstance();
    const lines = server.printRoutes({ commonPrefix: false }).split('\n');
    const mounted = lines.flatMap((line) => {
      const [, path, methods] = /^\S*\s*(?:[├└│─\s]*)?(\/?\S*) \(([A-Z, ]+)\)/.exec(line) ?? [];
      return path === undefined ? [] : (methods ?? '').split(', ').map((method) => `${method} ${path}`);
    });
    const count = mounted.filter((route) => /^(GET|POST|PUT|PATCH|DELETE) /.test(route)).length;
    expect(count).toBe(ALL_ROUTES.length);
  });

  it('are listed once each', () => {
    const keys = ALL_ROUTES.map(({ method, path }) => `${method} ${path.replace(/:\w+/g, ':x')}`);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('are open to the public only where somebody decided so', () => {
    const open = ALL_ROUTES.filter(({ can }) => can === 'public').map(({ path }) => path);
    const meant =
      /^\/(healthz|readyz|metrics|wechat\/push|files\/|api\/problems$|api\/(session|setup|streets|places)(\/|$))/;
    expect(open.filter((path) => !meant.test(path))).toEqual([]);
  });
});

describe('permissions', () => {
  it('are each held by a role, and asked for by nothing unknown', () => {
    const held = new Set(Object.values(ROLE_PERMISSIONS).flat());
    expect(Object.keys(PERMISSIONS).filter((name) => !held.has(name as never))).toEqual([]);
    expect(ALL_ROUTES.filter(({ can }) => can !== 'public' && !Object.hasOwn(PERMISSIONS, can))).toEqual([]);
  });

  it('are not repeated within a role, and no administrator works on orders', () => {
    for (const [role, list] of Object.entries(ROLE_PERMISSIONS) as [Role, readonly string[]][]) {
      expect([role, new Set(list).size]).toEqual([role, list.length]);
      if (role.startsWith('ADMIN')) {
        expect([role, list.filter((name) => /^(order|contact):/.test(name))]).toEqual([role, []]);
      }
    }
  });
});

describe('error codes', () => {
  const users = [...SERVER, ...sources('shared/src'), ...sources('miniprogram/src')];

  it.each(Object.keys(ERRORS) as (keyof typeof ERRORS)[])(
    '%s has a Chinese text and somebody who gives it',
    (code) => {
      expect(ERRORS[code].text).toMatch(/\p{Script=Han}/u);
      expect(errorText(code)).not.toMatch(/[{}]/);
      expect(users.some(({ text }) => new RegExp(`['"]${code}['"]`).test(text))).toBe(true);
    },
  );
});

describe('sources', () => {
  it('speak SQL that both engines understand, outside platform/db', () => {
    const words =
      /\b(ON DUPLICATE KEY|ON CONFLICT|INSERT IGNORE|INSERT OR|REPLACE INTO|SKIP LOCKED|RETURNING|FULLTEXT|FOR UPDATE|GET_LOCK|PRAGMA|JSON_EXTRACT|GROUP_CONCAT|REGEXP|STRAIGHT_JOIN|FORCE INDEX|IFNULL|NOW\(\)|UNIX_TIMESTAMP|strftime|datetime\()/;
    expect(found(BUSINESS, words)).toEqual([]);
  });

  it('write through SQL that is seen, never through an entity that may be stale', () => {
    expect(found(BUSINESS, /\.save\(|getRepository|InjectRepository|\bRepository</)).toEqual([]);
  });

  it('build no SQL from values', () => {
    const pasted = /(query|execute|read)(<[^>]*>)?\(\s*`[^`]*(=|LIKE|>|<)\s*'\$\{/;
    expect(found(BUSINESS, pasted)).toEqual([]);
  });

  it('take the time from the clock', () => {
    // Times of files are the machine's own, as the file system writes them.
    const allowed = ['server/src/platform/clock.ts', 'server/src/platform/blobs/local-blob-store.ts'];
    const users = BUSINESS.filter(({ file }) => !allowed.includes(file));
    expect(found(users, /Date\.now\(\)|new Date\(\)|\bDate\(\)/)).toEqual([]);
  });

  it('read the environment in one place', () => {
    // A program of its own hands its environment over; what it calls reads it there.
    const programs = ['server/src/main.ts', 'server/src/ops.ts'];
    const elsewhere = SERVER.filter(
      ({ file }) => !file.startsWith('server/src/config/') && !programs.includes(file),
    );
    expect(found(elsewhere, /process\.env/)).toEqual([]);
  });

  it('keep rules pure: nothing awaited, nothing injected, no database', () => {
    expect(RULES.length).toBeGreaterThan(10);
    expect(
      found(RULES, /\basync\b|\bawait\b|\bPromise\b|@nestjs|typeorm|node:(fs|net|http)|fetch\(|Math\.random/),
    ).toEqual([]);
  });

  it('leave nothing for later and nothing unchecked', () => {
    const all = [...SERVER, ...sources('shared/src')];
    expect(found(all, /\bTODO\b|\bFIXME\b|@ts-ignore|@ts-expect-error|\bas any\b|: any\b|<any>/)).toEqual([]);
  });

  it('log by the logger', () => {
    expect(found(SERVER, /console\.(log|error|warn|info|debug)/)).toEqual([]);
  });
});
