import { file, startApp, type TestApp } from './harness';
import { ENGINES } from './spec-database';

describe.each(ENGINES)('restricting who may see the contact, on %s', (_, serverUrl) => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp(serverUrl);
  });
  afterAll(() => app.close());

  it('lets the filer go both ways and the desk only tighten; the handler then asks in vain', async () => {
    const { orderId } = await file(app);
    const [li, zhang, chen] = [await app.as('li'), await app.as('grid-zhang'), await app.as('desk-chen')];
    const reveal = () => zhang.refused('POST', `/api/orders/${orderId}/contact`, { reason: '约时间上门' });
    expect(await reveal()).toBe('none');
    await chen.act(orderId, 'restrict', { confidentiality: 'DESK_ONLY' });
    expect(await reveal()).toBe('CONTACT_DESK_ONLY');
    expect(await chen.actRefused(orderId, 'restrict', { confidentiality: 'SURNAME' })).toBe(
      'ACTION_NOT_ALLOWED',
    );
    await li.act(orderId, 'restrict', { confidentiality: 'SURNAME' });
    expect(await reveal()).toBe('none');
  });
});
