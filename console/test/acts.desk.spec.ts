import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { NewStaff, StreetsAnswer } from '@yihu/shared';
import { atDesk, type DeskScene, deskScene, type Seat } from './desk.ts';
import { codeAt } from './totp.ts';

const FIRST = 'mK7#pQ2z-Lian';
const NEXT = 'rT4%wX9b-Hehua';
const LONG_AGO = '2026-11-20T02:00:00.000Z';

/** What nobody can bring about in a test's minute: a message given up on, and a text the machine could not clear. */
async function leaveWork({ street, call }: DeskScene): Promise<void> {
  const { streets } = await call<StreetsAnswer>('admin-sec', 'GET', '/api/streets');
  await street.stop();
  const db = new DatabaseSync(path.join(street.dataDir, 'yihu.sqlite'));
  const insert = (table: string, row: Record<string, string | number | null>) =>
    db
      .prepare(`INSERT INTO ${table} (${Object.keys(row)}) VALUES (${Object.keys(row).map(() => '?')})`)
      .run(...Object.values(row));
  for (const n of [1, 2]) {
    insert('moderation_check', {
      ...{ id: `01KCHECK00000000000000000${n}`, subject_kind: 'SUMMARY', subject_id: `S${n}` },
      ...{ root_id: streets[0]?.id ?? '', kind: 'TEXT', state: 'REVIEW', waiting: 1, reason: null },
      ...{ label: 20003, author_id: 'X', visited_at: LONG_AGO, content_hash: `h${n}` },
      ...{ content: `第 ${n} 段待看的文字`, asks: 1, created_at: LONG_AGO, asked_at: LONG_AGO },
    });
  }
  insert('outbox', {
    ...{ id: '01KDEAD000000000000000001', topic: 'wechat.subscribe', effect_key: 'spec', subject_id: 'X' },
    ...{ payload: '{}', state: 'DEAD', attempts: 8, run_at: LONG_AGO, last_error: '微信没有应答(超时)' },
    created_at: LONG_AGO,
  });
  db.close();
  await street.start();
}

/** Acts that are done once a month: each walked in a browser as it is done. */
atDesk('acts of administrators', () => {
  const desk = deskScene('acts', leaveWork);
  const act = async ({ page }: Seat, name: string, item: string) => {
    await page.getByRole('button', { name: `${name}的操作` }).click();
    await page.getByRole('menuitem', { name: item }).click();
  };
  const yes = ({ page }: Seat, name: string) =>
    page.getByRole('button', { name, exact: true }).last().click();
  const now = () => Date.now() + desk.street.clockShift;

  it('lets a text through, keeps one back with its reason, and sends a message again', async () => {
    const chen = await desk.seat('desk-chen', { at: '/moderation' });
    await chen.sees('第 1 段待看的文字');
    expect(await chen.axe()).toEqual([]);
    await chen.shot('moderation');
    const second = chen.page.locator('.ant-card', { hasText: '第 2 段' });
    expect(await second.getByRole('button', { name: '不公开' }).isDisabled()).toBe(true);
    await second.getByLabel('理由').fill('骂人');
    await second.getByRole('button', { name: '不公开' }).click();
    await second.waitFor({ state: 'detached' });
    await chen.press('Escape', 'a');
    await chen.sees('没有待审看的内容');
    await chen.leave();

    const system = await desk.seat('admin-sys', { at: '/system', dark: true });
    await system.page.getByRole('tab', { name: '没发出的' }).click();
    await system.sees('微信没有应答(超时)');
    await system.sees('微信消息');
    expect(await system.axe()).toEqual([]);
    await system.shot('dead-dark');
    await system.page.getByRole('button', { name: '再发' }).click();
    await system.sees('没有发送失败的');
    await system.leave();
  });

  it('keeps nothing shorter than the law: what was typed stays, and says why it cannot be saved', async () => {
    const security = await desk.seat('admin-sec', { at: '/system' });
    await security.page.getByRole('tab', { name: '保存期限' }).click();
    const days = security.page.getByLabel('登录记录保存几天');
    await days.fill('90');
    await days.blur();
    await security.sees('不能少于 180 天');
    expect([await days.inputValue(), await security.page.locator('#retention-save').isDisabled()]).toEqual([
      ...['90', true],
    ]);
    expect(await security.axe()).toEqual([]);
    await security.shot('retention-short');
    await days.fill('400');
    await days.blur();
    await security.page.locator('#retention-save').click();
    await yes(security, '保存');
    await security.sees('已保存,今晚起按新期限');
    await security.leave();
  });

  it('ends a session, switches an account off and on, resets it; its owner changes password and codes', async () => {
    const { streets } = await desk.call<StreetsAnswer>('admin-sec', 'GET', '/api/streets');
    const made = await desk.call<NewStaff>('admin-sec', 'POST', '/api/admin/staff', {
      ...{ name: '何花', login: 'he.hua' },
      roles: [{ role: 'CLERK', unitId: await officeOf(streets[0]?.id ?? '') }],
    });
    const hers = await desk.seat('desk-chen', { at: '/me' });
    const { page } = hers;
    const signIn = async (password: string, code?: string) => {
      await page.getByLabel('登录名').fill('he.hua');
      await page.getByLabel('密码', { exact: true }).fill(password);
      if (code !== undefined) await page.getByLabel(/验证码/).fill(code);
      await page.getByRole('button', { name: '登录' }).click();
    };
    const signOut = async (name: string) => {
      await page.getByRole('button', { name: new RegExp(name) }).click();
      await page.getByRole('menuitem', { name: '退出登录' }).click();
    };
    await signOut('陈晓');
    await signIn(made.initialPassword);
    const asked = await page.getByText(/手动添加密钥/).textContent();
    const secret = asked?.split(/[::]/).at(-1)?.trim() ?? '';
    await page.getByLabel('设置自己的密码').fill(FIRST);
    await page.getByLabel('验证器显示的 6 位数字').fill(codeAt(secret, now()));
    await page.getByRole('button', { name: '完成' }).click();
    const [recovery = ''] = ((await page.locator('.desk-codes').textContent()) ?? '').split('\n');
    await page.getByRole('button', { name: /已抄好/ }).click();
    await page.locator('#desk-main').waitFor();
    await hers.go('/me');
    await page.getByLabel('现在的密码').fill('不是这个');
    await page.getByLabel('新密码').fill(NEXT);
    await page.getByLabel('再写一遍').fill(NEXT);
    await page.getByRole('button', { name: '更换' }).click();
    await page.getByRole('alert').filter({ visible: true }).first().waitFor();
    expect(await page.getByLabel('新密码').inputValue()).toBe(NEXT);
    await page.getByLabel('现在的密码').fill(FIRST);
    await page.getByRole('button', { name: '更换' }).click();
    await hers.sees('密码已更换');
    expect(await hers.axe()).toEqual([]);
    await hers.shot('own-account');
    // The phone is lost: one of the printed codes stands for it, once.
    await signOut('何花');
    await signIn(NEXT, recovery);
    await page.locator('#desk-main').waitFor();

    const security = await desk.seat('admin-sec', { at: '/people' });
    await security.page.getByRole('searchbox').fill('何花');
    await act(security, '何花', '登录着的设备');
    await security.sees('密码');
    await security.shot('sessions');
    await yes(security, '结束');
    await security.page.locator('.ant-popconfirm').getByRole('button', { name: '结束' }).click();
    await security.sees('已结束');
    await security.press('Escape', 'Escape');
    await hers.go('/orders');
    await page.getByLabel('登录名').waitFor();
    await act(security, '何花', '停用');
    await yes(security, '确定');
    await security.sees('已停用');
    await signIn(NEXT, codeAt(secret, now()));
    await page.getByRole('alert').filter({ visible: true }).first().waitFor();
    await hers.leave(/40[0-9]|Failed to load/);
    await security.page.getByRole('switch').click();
    await act(security, '何花', '启用');
    await security.sees('已启用');
    await act(security, '何花', '重置密码和验证器');
    await yes(security, '确定');
    await security.page.locator('#first-password').waitFor();
    expect(await security.axe()).toEqual([]);
    await security.shot('reset');
    await security.leave();
  });

  async function officeOf(streetId: string): Promise<string> {
    const at = `/api/desk/units?streetId=${streetId}`;
    const { units } = await desk.call<{ units: { id: string; kind: string }[] }>('admin-sec', 'GET', at);
    return units.find(({ kind }) => kind === 'HOTLINE_OFFICE')?.id ?? '';
  }
});
