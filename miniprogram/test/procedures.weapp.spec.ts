import type { Receipt } from '@yihu/shared';
import { toGcj02 } from '../src/view/datum.ts';
import { built } from './built.ts';
import { AT_GRID, AT_SECTION, Behind } from './filed.ts';
import { openWeapp, type Weapp } from './runtime/node.ts';
import { IN_DX01, NO_SERVER, openStreet, type Street } from './street.ts';

const run = NO_SERVER ? describe.skip : describe;
if (NO_SERVER) console.warn(NO_SERVER);

const [latitude, longitude] = toGcj02(IN_DX01);

run('procedures on the WeChat build, against the real server', () => {
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
    const answers = {
      login: async () => ({ code: await street.loginCode(person) }),
      getLocation: { latitude, longitude },
      requestSubscribeMessage: ({ tmplIds }: { tmplIds: string[] }) => street.acceptAll(person, tmplIds),
    };
    const app = openWeapp(dist, { server: street.url, answers });
    open.push(app);
    await app.launch(page);
    return app;
  }
  const onOrder = (person: string, { orderId }: Receipt) =>
    phoneOf(person, `handler/order/index?id=${orderId}`);

  /** From the work tab to a procedure, through 待我处理. */
  async function takeUp(person: string, { orderNo }: Receipt): Promise<Weapp> {
    const app = await phoneOf(person);
    await app.switchTab('handler/tasks/index');
    await app.tap('#tab-inbox');
    await app.tapText(orderNo);
    expect(app.path).toBe('handler/procedure/index');
    return app;
  }

  it('M04: the head of a community reads on the phone what a section handles in it, and calls nobody about it', async () => {
    const order = await behind.filed(AT_SECTION);
    const section = await behind.unitId('desk-chen', '综合执法科(城管)');
    await behind.does('desk-chen', order.orderId, 'actions/dispatch', { leadUnitId: section });
    const head = await phoneOf('head-dx');
    await head.switchTab('handler/tasks/index');
    expect(head.text()).not.toContain(order.orderNo);
    await head.tap('#tab-around');
    await head.tapText(order.orderNo);
    expect(head.path).toBe('handler/order/index');
    expect(head.text()).toContain('这件由别的单位承办,请由承办单位或热线办联系诉求人');
    expect(head.findAll('#call-filer')).toEqual([]);
  });

  it('M37: a section says on its phone who of its people handles an order', async () => {
    const order = await behind.filed(AT_SECTION);
    const section = await behind.unitId('desk-chen', '综合执法科(城管)');
    await behind.does('desk-chen', order.orderId, 'actions/dispatch', { leadUnitId: section });
    const gao = await onOrder('sec-cg', order);
    await gao.tap('#do-sign');
    await gao.tap('#more-actions');
    await gao.tap('#do-nameHandler');
    await gao.tap('#sheet-confirm');
    expect(gao.text('.yh-error')).toContain('请选择「经办人」');
    await gao.tap('.yh-choice');
    await gao.tap('#sheet-confirm');
    expect(gao.text()).toContain('指定了经办人');
  }, 60_000);

  it('M30 R4: the grid asks for an extension on the phone, the clerk judges it, everybody reads it', async () => {
    const order = await behind.filed(AT_GRID);
    const zhang = await onOrder('grid-zhang', order);
    await zhang.tap('#do-sign'); // the one next action stays one tap
    expect(zhang.text('#do-arrive')).toContain('我到现场了');
    await zhang.tap('#more-actions');
    expect(zhang.text('.yh-group')).toBe('发起流程');
    await zhang.tap('#open-extension');
    await zhang.input('#field-days', '5');
    await zhang.tap('#field-level-UPPER');
    await zhang.tap('#sheet-confirm');
    expect(zhang.text('.yh-error')).toContain('请填写「为什么需要更多时间」');
    await zhang.input('#field-publicReason', '邻居11月26日才回合肥,须当面约谈');
    await zhang.tap('#sheet-cancel');
    await zhang.tap('#more-actions');
    await zhang.tap('#open-extension'); // what was written is still there
    expect(zhang.find('#field-days').getAttribute('value')).toBe('5');
    await zhang.tap('#field-told-PHONE');
    await zhang.tap('#sheet-confirm');
    expect(zhang.text('.staff-tags')).toContain('延期报上级');
    expect(zhang.text('.staff-tags')).toContain('办理中');
    expect(zhang.text('#procedure-extension')).toMatch(/录上级批复.*等.*热线办/s);
    expect(zhang.findAll('#step-extension-grantedByUpper')).toHaveLength(0);

    const chen = await takeUp('desk-chen', order);
    await chen.tap('#procedure-history-extension');
    expect(chen.text('#procedure-extension')).toContain('延长:5 个工作日');
    await chen.tap('#step-extension-grantedByUpper');
    await chen.input('#field-upperReference', '合热线延〔2026〕18号');
    await chen.tap('#sheet-confirm');
    expect(chen.text('#procedure-extension')).toContain('同意延期');
    expect(chen.findAll('#step-extension-refuse')).toHaveLength(0);

    await zhang.pullDown();
    expect(zhang.text('.staff-tags')).not.toContain('延期');
    await zhang.tap('#procedures-over');
    expect(zhang.text('#procedure-extension')).toContain('同意延期');
    await zhang.switchTab('resident/inbox/index');
    await zhang.tapText('延期已同意');
    expect(zhang.path).toBe('handler/procedure/index');

    const li = await phoneOf('li', `resident/order/index?id=${order.orderId}`);
    expect(li.text()).toContain('申请延长 5 个工作日:邻居11月26日才回合肥,须当面约谈');
    expect(li.text()).not.toContain('延期报上级');
  }, 120_000);

  it('M15 M16 R12: the resident agrees to mediation on her page, the mediator notes the other side', async () => {
    const order = await behind.filed(AT_GRID);
    const zhang = await onOrder('grid-zhang', order);
    await zhang.tap('#do-sign');
    await zhang.tap('#more-actions');
    await zhang.tap('#open-mediation');
    await zhang.tap('#sheet-confirm');
    expect(zhang.text('.yh-error')).toContain('请选择「适宜调解的条件」');
    for (const code of ['PRIVATE', 'NOT_RESERVED', 'NOT_PENDING', 'NOT_FORBIDDEN']) {
      await zhang.tap(`#field-fit-${code}-YES`);
    }
    await zhang.tapText('南七街道矛盾化解中心');
    await zhang.input('#field-otherParty', '楼下邻居王先生');
    await zhang.tap('#sheet-confirm');
    expect(zhang.text('.staff-tags')).toContain('等双方同意');

    const li = await phoneOf('li', `resident/order/index?id=${order.orderId}`);
    expect(li.text('#own-mediation')).toContain('要双方都同意才开始');
    expect(li.text('#own-mediation')).toContain('对您没有任何影响');
    await li.tap('#step-mediation-consent');
    expect(li.text('.yh-sheet')).toContain('开始后您仍可以随时不同意');
    await li.tap('#sheet-confirm');
    expect(li.text()).toContain('您同意调解');
    expect(li.findAll('#step-mediation-consent')).toHaveLength(0);
    expect(li.findAll('#step-mediation-decline')).toHaveLength(1);

    const lu = await takeUp('med-lu', order);
    await lu.tap('#step-mediation-recordConsent');
    await lu.tap('#field-party-OTHER');
    await lu.input('#field-how', '11月23日上门,当面签了同意书');
    await lu.tap('#sheet-confirm');
    expect(lu.text('#procedure-mediation')).toContain('调解中');
    await zhang.pullDown();
    expect(zhang.text()).toContain('已暂停');
  }, 120_000);

  it('M06 M46 R3: a leader begins with the figures, instructs from 待我处理, and the clerk may dispatch', async () => {
    const order = await behind.filed(AT_SECTION);
    const chen = await onOrder('desk-chen', order);
    await chen.tap('#more-actions');
    await chen.tap('#open-instruction');
    await chen.tap('#field-form-DISPATCH');
    await chen.input('#field-ground', '涉及两个社区,请领导批示');
    await chen.tap('#sheet-confirm');
    expect(chen.findAll('#do-dispatch')).toHaveLength(0);

    const fan = await phoneOf('lead-fan');
    await fan.switchTab('handler/tasks/index');
    const due = Number(fan.text('#figure-DUE_TODAY .yh-figure__n'));
    expect(due).toBeGreaterThan(0);
    await fan.tap('#figure-DUE_TODAY');
    expect(fan.path).toBe('handler/morning/index');
    expect(fan.findAll('.yh-ocard')).toHaveLength(due);
    await fan.back();
    await fan.tap('#figure-waiting');
    await fan.tapText(order.orderNo);
    await fan.tap('#step-instruction-instruct');
    await fan.input('#field-words', '请城管科牵头,本周内现场核实');
    await fan.tap('#sheet-confirm');
    expect(fan.text('#procedure-instruction')).toContain('已批示');

    await chen.pullDown();
    expect(chen.findAll('#do-dispatch')).toHaveLength(1);
    await chen.tap('#procedures-over');
    await chen.tap('#procedure-history-instruction');
    expect(chen.text('#procedure-instruction')).toContain('请城管科牵头,本周内现场核实');
    await fan.switchTab('handler/tasks/index');
    await fan.tap('#tab-morning');
    await fan.tap('#open-ledgers');
    expect(fan.text()).toContain('疑难清单');
    await fan.tap('#ledger-hard');
    expect(fan.text()).toContain('这本台账现在没有在册的');
  }, 120_000);
});
