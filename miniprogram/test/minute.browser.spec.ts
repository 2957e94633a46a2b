import { Hand } from './keystrokes.ts';
import { file } from './main-job-steps.ts';
import { inBrowser, scene } from './scene.ts';

/** A whole filing, with what a person thinks, reads, types and taps. */
const BUDGET_MS = 60_000;

inBrowser('a minute on the WeChat build, in a browser, with think times', () => {
  const on = scene('minute', { builds: ['weapp'] });
  const { phone } = on;

  /** Only told: the machine's own share says more of the machine than of the pages. */
  function report(what: string, hand: Hand, started: number) {
    const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
    console.info(
      `${what}: ${seconds(hand.modelled)} modelled, ${JSON.stringify(hand.effort)}, machine ${seconds(performance.now() - started)}`,
    );
  }

  it('is enough to file: a photo, a sentence, the place, the review', async () => {
    const li = await phone('weapp', 'li');
    await li.sees('拍照反映');
    const started = performance.now();
    const hand = new Hand(li);
    await hand.photo('#file-photo', on.pictures.blocked);
    await hand.type('file-text', '3号楼消防通道堆满纸箱,走不过去');
    await hand.tap('#place-gps');
    await li.sees(/丁香社区.*01网格/);
    await hand.read('.file-place__name');
    await hand.tap('#file-submit');
    await li.sees('已收到您的反映');
    await hand.read('#receipt-no');
    await hand.read('.receipt-step__text');
    report('a filing', hand, started);
    expect(hand.effort).toMatchObject({ taps: 4, photos: 1 });
    expect(hand.effort.characters).toBeLessThanOrEqual(20);
    expect(hand.modelled).toBeLessThanOrEqual(BUDGET_MS);
    await li.close();
  });

  it('is enough with a class and a telephone number besides', async () => {
    const wang = await phone('weapp', 'wang');
    await wang.sees('打字反映');
    const started = performance.now();
    const hand = new Hand(wang);
    await hand.tap('#file-text');
    await hand.type('file-text', '3号楼门口路灯不亮');
    await hand.tap('#place-gps');
    await wang.sees(/丁香社区.*01网格/);
    await hand.read('.file-place__name');
    await hand.tap('#more-contact');
    await hand.type('contact-phone', '13900001234');
    await hand.tap('#more-ok');
    await hand.tap('#file-submit');
    await wang.sees('已收到您的反映');
    await hand.read('#receipt-no');
    report('a filing with a number', hand, started);
    expect(hand.effort.taps).toBeLessThanOrEqual(8);
    expect(hand.modelled).toBeLessThanOrEqual(BUDGET_MS);
    await wang.close();
  });

  it('takes a grid worker ten taps of one hand from the list to the answer', async () => {
    const li = await phone('weapp', 'li');
    const orderNo = await file(li, on.pictures.blocked, () => li.tap('#place-gps'));
    await li.close();
    const zhang = await phone('weapp', 'grid-zhang');
    await zhang.tab('工作台');
    await zhang.sees(orderNo);
    const started = performance.now();
    const hand = new Hand(zhang);
    await hand.tap('.yh-ocard');
    await hand.tap('#do-sign');
    await hand.tap('#do-arrive');
    await hand.tap('#point-take');
    await zhang.sees('已取到位置');
    await hand.tap('#sheet-confirm');
    await hand.tap('#do-reply');
    await hand.tap('#field-outcome-SOLVED');
    await hand.type('field-publicText', '丁香01网格11月23日已清走纸箱');
    await hand.photo('#photo-add', on.pictures.cleared);
    await hand.tap('#sheet-confirm');
    await zhang.at('.staff-tags').getByText('待审核').waitFor();
    report('a closing', hand, started);
    expect(hand.effort.taps).toBeLessThanOrEqual(10);
    await zhang.close();
  });
});
