import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadedYears } from '@yihu/shared';
import { DataSource } from 'typeorm';
import { Env } from '../src/config/env';
import { AuditSealer } from '../src/modules/audit/audit-sealer.service';
import { PoliciesService } from '../src/modules/policies/policies.service';
import { runOps } from '../src/ops';
import { BlobStore } from '../src/platform/blobs';
import { newId } from '../src/platform/ids';
import { filing, startApp, type TestApp } from './harness';
import { ENGINES } from './spec-database';
import { orderAt } from './walk';

const SECRET = Buffer.alloc(32, 7).toString('base64');

describe.each(ENGINES)('ops on %s', (_, serverUrl) => {
  let app: TestApp;
  let folder: string;
  const databases: string[] = [];
  beforeAll(async () => {
    app = await startApp(serverUrl);
    folder = mkdtempSync(join(tmpdir(), 'yihu-ops-spec-'));
    const li = await app.as('li');
    const draft = filing(app.streetId);
    const photos = [await li.upload(draft.draftId), await li.upload(draft.draftId)];
    await li.ok('POST', '/api/orders', { ...draft, photoIds: photos });
    await orderAt(app, 'CLOSED');
    await orderAt(app, 'IN_PROGRESS');
    await app.settle();
    await app.app.get(AuditSealer).tick(app.clock.now());
  });
  afterAll(async () => {
    await app.close();
    rmSync(folder, { recursive: true, force: true });
    for (const name of databases.splice(0)) await onServer(`DROP DATABASE ${name}`);
  });

  async function onServer(sql: string): Promise<void> {
    const source = await new DataSource({ type: 'mysql', url: serverUrl ?? '' }).initialize();
    await source.query(sql).finally(() => source.destroy());
  }
  /** The environment of the running installation; its clock stands at a Monday in 2026. */
  function here(): NodeJS.ProcessEnv {
    const { dataDir, databaseUrl } = app.app.get(Env);
    const offset = Date.parse(app.clock.now()) - Date.now();
    return {
      YIHU_SECRET_KEY: SECRET,
      YIHU_DATA_DIR: dataDir,
      YIHU_CLOCK_OFFSET_MS: String(offset),
      LOG_LEVEL: 'fatal',
      WX_APP_SECRET: 'spec-app-secret',
      ...(databaseUrl === null ? {} : { DATABASE_URL: databaseUrl }),
    };
  }
  /** An empty installation to restore into. */
  async function elsewhere(): Promise<NodeJS.ProcessEnv> {
    const name = `ops_${newId().toLowerCase()}`;
    const dataDir = join(folder, name);
    if (serverUrl === null) return { ...here(), YIHU_DATA_DIR: dataDir };
    await onServer(`CREATE DATABASE ${name} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`);
    databases.push(name);
    const url = Object.assign(new URL(serverUrl), { pathname: `/${name}` }).href;
    return { ...here(), YIHU_DATA_DIR: dataDir, DATABASE_URL: url };
  }
  async function ops(args: string, env: NodeJS.ProcessEnv = here()): Promise<{ code: number; said: string }> {
    let said = '';
    const write = jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
      said += String(text);
      return true;
    });
    try {
      return { code: await runOps(args.split(' '), env), said };
    } finally {
      write.mockRestore();
    }
  }
  const aPhoto = async (): Promise<{ id: string; blob_key: string }> => {
    const [row] = await app.db.read<{ id: string; blob_key: string }>(
      'SELECT id, blob_key FROM attachment ORDER BY id',
    );
    if (row === undefined) throw new Error('no photo');
    return row;
  };

  it('backs up a running installation and restores it whole, verified', async () => {
    const dir = join(folder, 'backup');
    const made = await ops(`backup ${dir}`);
    expect(made).toMatchObject({ code: 0, said: expect.stringContaining('工单 3 件') });
    expect(made.said).toContain('备份不含密钥');
    const manifest = readFileSync(join(dir, 'manifest.json'), 'utf8');
    expect(JSON.parse(manifest)).toMatchObject({
      rows: { work_order: 3, attachment: 2 },
      blobs: { count: 4 },
    });
    expect(manifest).not.toContain(SECRET);
    // What happens after the backup is not in it.
    await app.db.inTransaction((tx) => tx.execute('UPDATE work_order SET urges = 5'));

    const target = await elsewhere();
    const restored = await ops(`restore ${dir} --verify`, target);
    expect(restored.said).not.toContain('✘');
    expect(restored).toMatchObject({ code: 0, said: expect.stringContaining('逐件重放了 3 件工单') });
    expect(restored.said).toContain('附件 2 个,问题 0 个');
    expect((await ops('invariants', target)).code).toBe(0);
    expect(existsSync(join(target.YIHU_DATA_DIR ?? '', 'anchors', 'audit-2026.jsonl'))).toBe(true);
    expect(await ops('invariants')).toMatchObject({ code: 1, said: expect.stringContaining('I1.fold') });
    await app.db.inTransaction((tx) => tx.execute('UPDATE work_order SET urges = 0'));
    expect(await ops('invariants')).toMatchObject({ code: 0 });
  });

  it('refuses a damaged backup before it writes anything, and a target that holds anything', async () => {
    const dir = join(folder, 'backup');
    expect(await ops(`backup ${dir}`)).toMatchObject({
      code: 1,
      said: expect.stringContaining('不是空目录'),
    });
    expect(await ops(`restore ${dir}`)).toMatchObject({
      code: 1,
      said: expect.stringContaining('请指向一个空'),
    });

    const target = await elsewhere();
    const { blob_key: key } = await aPhoto();
    const kept = readFileSync(join(dir, 'blobs', key));
    writeFileSync(join(dir, 'blobs', key), 'not a photo');
    const damaged = await ops(`restore ${dir} --verify`, target);
    expect(damaged).toMatchObject({
      code: 1,
      said: expect.stringContaining(`blobs/${key} 的内容与清单不符`),
    });
    expect(existsSync(target.YIHU_DATA_DIR ?? '') ? readdirSync(target.YIHU_DATA_DIR ?? '') : []).toEqual([]);

    writeFileSync(join(dir, 'blobs', key), kept);
    rmSync(join(dir, 'manifest.json'));
    expect((await ops(`restore ${dir}`, target)).said).toContain('备份没有做完');
  });

  it('says when the keys are not those the data was written with', async () => {
    const dir = join(folder, 'another');
    await ops(`backup ${dir}`);
    const target = { ...(await elsewhere()), YIHU_SECRET_KEY: Buffer.alloc(32, 8).toString('base64') };
    expect(await ops(`restore ${dir} --verify`, target)).toMatchObject({
      code: 1,
      said: expect.stringContaining('不是写这些数据时的密钥'),
    });
  });

  it('finds a photo that is gone, and one that was changed', async () => {
    expect(await ops('verify-photos')).toMatchObject({ code: 0, said: expect.stringContaining('附件 2 个') });
    const { id, blob_key: key } = await aPhoto();
    const blobs = app.app.get(BlobStore);
    const bytes = await blobs.get(key);
    await blobs.put(key, Buffer.from(bytes).fill(0, bytes.length - 4));
    expect(await ops('verify-photos')).toMatchObject({
      code: 1,
      said: expect.stringContaining(`${key} 内容变了`),
    });
    await blobs.delete(key);
    const missing = await ops('verify-photos');
    expect(missing.code).toBe(1);
    expect(missing.said).toContain(`附件 ${id}`);
    expect(missing.said).toContain('不见了');
    await blobs.put(key, bytes);
  });

  it('counts blobs that no row names, without calling young ones a fault', async () => {
    const hash = 'ab'.repeat(32);
    await app.app.get(BlobStore).put(`photo/ab/ab/${hash}.jpg`, Buffer.from('left behind'));
    expect(await ops('verify-photos')).toMatchObject({ code: 0, said: expect.stringContaining('新 1 个') });
  });

  it('verifies the audit chain from the command line', async () => {
    expect(await ops('audit verify')).toMatchObject({ code: 0, said: expect.stringContaining('锚点 1 个') });
    await app.db.inTransaction((tx) => tx.execute("UPDATE audit SET actor_id = 'NOBODY' WHERE seq = 2"));
    expect(await ops('audit verify')).toMatchObject({
      code: 1,
      said: expect.stringContaining('审计链第 2 条'),
    });
  });

  it('looks the installation over and prints no secret', async () => {
    const { code, said } = await ops('doctor');
    expect(said).toContain('提交后断电不丢');
    expect(said).toContain('数据库结构是最新的');
    expect(said).toMatch(/YIHU_SECRET_KEY.*指纹 [0-9a-f]{12}/);
    expect(said).not.toContain(SECRET);
    expect(said).not.toContain('spec-app-secret');
    // No mini-program is configured here.
    expect(code).toBe(1);
    expect(said).toContain('✘ WX_APP_ID 未设置');
    const lost = await ops('doctor', {
      ...here(),
      DATABASE_URL: 'mysql://nobody:hush-hush@127.0.0.1:1/none',
    });
    expect(lost).toMatchObject({ code: 1, said: expect.stringContaining('连不上数据库') });
    expect(lost.said).not.toContain('hush-hush');
  });

  it('imports a year of days off, and refuses one that cannot be right', async () => {
    const path = join(folder, '2027.json');
    const offDays = ['2027-01-01', ...Array.from({ length: 9 }, (_unused, n) => `2027-02-${10 + n}`)];
    const year = { year: 2027, version: '国办发明电(示例)', offDays, workDays: ['2027-02-07'] };
    const wrong = { ...year, offDays: ['2027-02-30', '2028-01-01'], workDays: ['2027-02-08'] };
    writeFileSync(path, JSON.stringify(wrong));
    const refused = await ops(`calendar ${path}`);
    expect(refused.code).toBe(1);
    for (const word of ['2027-02-30', '2028-01-01 不在', '2027-02-08 本来就是工作日', '少于 10 天']) {
      expect(refused.said).toContain(word);
    }
    writeFileSync(path, JSON.stringify(year));
    expect(await ops(`calendar ${path}`)).toMatchObject({
      code: 0,
      said: expect.stringContaining('放假 10 天'),
    });
    app.clock.pass(1);
    const policies = app.app.get(PoliciesService);
    await policies.refresh();
    expect(loadedYears(policies.loadedCalendar())).toContain(2027);
  });

  it('explains itself, and a configuration that is wrong', async () => {
    expect(await ops('dance')).toMatchObject({ code: 2, said: expect.stringContaining('用法') });
    expect(await ops('backup')).toMatchObject({ code: 2, said: expect.stringContaining('请写明目录或文件') });
    expect(await ops('doctor', {})).toMatchObject({
      code: 1,
      said: expect.stringContaining('YIHU_SECRET_KEY'),
    });
    const nowhere = { ...here(), DATABASE_URL: undefined, YIHU_DATA_DIR: join(folder, 'none') };
    expect(await ops('invariants', nowhere)).toMatchObject({
      code: 1,
      said: expect.stringContaining('不存在'),
    });
  });
});
