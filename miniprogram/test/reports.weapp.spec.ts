import { built } from './built.ts';
import { AT_GRID, Behind } from './filed.ts';
import { letNextPass, publishWeek, WORDED } from './published.ts';
import { openWeapp, type Weapp } from './runtime/node.ts';
import { NO_SERVER, openStreet, type Street } from './street.ts';

const run = NO_SERVER ? describe.skip : describe;
if (NO_SERVER) console.warn(NO_SERVER);

run('published reports on the WeChat build, against the real server', () => {
  const open: Weapp[] = [];
  let dist = '';
  let street: Street;
  let behind: Behind;

  beforeAll(async () => {
    dist = built('weapp');
    street = await openStreet();
    behind = new Behind(street);
  }, 180_000);
  afterEach(() => {
    for (const app of open.splice(0)) app.close();
    expect(street.complaints()).toBe('');
  });
  afterAll(() => street?.close());

  async function phoneOf(person: string, page?: string): Promise<Weapp> {
    const app = openWeapp(dist, {
      server: street.url,
      answers: { login: async () => ({ code: await street.loginCode(person) }) },
    });
    open.push(app);
    await app.launch(page);
    return app;
  }
  /** From the home page to the list of what is out. */
  async function reportsOf(person: string): Promise<Weapp> {
    const app = await phoneOf(person);
    await app.tap('#home-reports');
    expect(app.path).toBe('reports/list/index');
    return app;
  }

  it('M96: a grid worker is told and reads the street’s edition, a resident the public one, each its correction', async () => {
    await behind.filed(AT_GRID);
    const first = await publishWeek(behind, street);

    const zhang = await phoneOf('grid-zhang');
    await zhang.switchTab('resident/inbox/index');
    await zhang.tapText('已发布');
    expect(zhang.path).toBe('reports/read/index');
    expect(zhang.text()).toContain('南七街道12345热线周快报');
    expect(zhang.text()).toContain('叶青');
    expect(zhang.text()).toContain('丁香01网格');

    // Until somebody has looked at it residents read nothing.
    const li = await reportsOf('li');
    expect(li.text()).toContain('还没有发布周快报、月通报');
    await letNextPass(behind);
    await li.pullDown();
    await li.tap(`#edition-${first.id}`);
    expect(li.path).toBe('reports/read/index');
    expect(li.text()).toContain(WORDED);
    expect(li.text()).toContain('不足 5 件');
    expect(li.text()).toContain('热线办公室');
    for (const hidden of ['叶青', '陈晓', '丁香01网格']) expect(li.text()).not.toContain(hidden);
    const headings = li.findAll('[aria-role="heading"]').map(({ textContent }) => textContent);
    expect(headings).toContain('收到多少诉求');

    const second = await publishWeek(behind, street, '补上上午的一件');
    await letNextPass(behind);
    const again = await reportsOf('li');
    expect(again.findAll(`#edition-${first.id}`)).toEqual([]);
    expect(again.text(`#edition-${second.id}`)).toContain('第2版,更正');
    await again.tap(`#edition-${second.id}`);
    expect(again.text()).toContain('补上上午的一件');
    await again.tap('#report-older');
    expect(again.text('#report-replaced')).toContain('这一版已由第 2 版更正');
    expect(again.text()).toContain(WORDED);

    // What is not hers is as if it were not there.
    const stranger = await phoneOf('li', 'reports/read/index?id=01ARZ3NDEKTSV4RRFFQ69G5FAV');
    expect(stranger.text('.yh-error')).not.toBe('');
  }, 120_000);

  it('M96: staff open the reports from their work', async () => {
    const zhang = await phoneOf('grid-zhang');
    await zhang.switchTab('handler/tasks/index');
    await zhang.tap('#open-reports');
    expect(zhang.path).toBe('reports/list/index');
    expect(zhang.text()).toContain('周快报');
  }, 60_000);
});
