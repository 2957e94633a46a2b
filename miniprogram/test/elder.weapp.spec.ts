import { built } from './built.ts';
import { openWeapp, type Weapp, WxFail } from './runtime/node.ts';

describe('长辈版 in WeChat', () => {
  let dist: string;
  let app: Weapp | undefined;

  beforeAll(() => {
    dist = built('weapp');
  }, 120_000);
  afterEach(async () => app?.close());

  /** The mini-program opened for the first time, or with a choice kept, on a phone without a network. */
  async function open(font: Record<string, number>, kept?: string): Promise<string> {
    const offline = () => {
      throw new WxFail('fail');
    };
    app = openWeapp(dist, { systemInfo: font, answers: { login: offline, request: offline } });
    if (kept) app.host.storage.set('yihu.elder', JSON.stringify(kept));
    await app.launch();
    return app.find('.yh-page').className;
  }

  it('begins by itself where the phone writes large', async () => {
    expect(await open({ fontSizeSetting: 23 })).toMatch(/yh-elder--larger\b/);
  });

  it('does not begin at the standard size', async () => {
    expect(await open({ fontSizeSetting: 17, fontSizeScaleFactor: 1 })).not.toMatch(/yh-elder/);
  });

  it('keeps to what was chosen, whatever the phone writes', async () => {
    expect(await open({ fontSizeSetting: 23 }, 'off')).not.toMatch(/yh-elder/);
    await app?.tap('#elder-switch');
    await app?.tap('#elder-largest');
    expect(app?.find('.yh-page').className).toMatch(/yh-elder--largest\b/);
    expect(app?.host.storage.get('yihu.elder')).toBe('"largest"');
  });
});
