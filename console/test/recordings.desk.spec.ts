import { newKey, type OrderView, type SignedIn } from '@yihu/shared';
import { mp3 } from '../../server/test/sounds.ts';
import { atDesk, type DeskScene, deskScene } from './desk.ts';

const SAID = '东门口的路灯已经三天不亮了,晚上走路看不清〔听不清〕';

/** Two matters that nothing but a voice tells of. */
async function spoken(desk: DeskScene): Promise<void> {
  const { url } = desk.street;
  const json = { 'content-type': 'application/json' };
  const signIn = await fetch(`${url}/api/session/demo`, {
    method: 'POST',
    headers: json,
    body: '{"code":"li"}',
  });
  const { token } = (await signIn.json()) as SignedIn;
  for (const seconds of [8, 20]) {
    const form = new FormData();
    form.set('draftId', newKey());
    form.set('purpose', 'VOICE');
    form.set('file', new Blob([new Uint8Array(mp3(seconds))]), 'voice.mp3');
    const sent = await fetch(`${url}/api/attachments`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      body: form,
    });
    const { id } = (await sent.json()) as { id: string };
    await desk.file('', { voiceId: id });
  }
}

atDesk('recordings', () => {
  const desk = deskScene('recordings', spoken);

  it('are heard and written down by keys, one after the other', async () => {
    const clerk = await desk.seat('desk-chen', { at: '/recordings' });
    const { page } = clerk;
    await page.locator('#transcript').waitFor();
    const first = await page.locator('section h2').first().textContent();
    await clerk.press('F8', 'F7');
    await page.keyboard.insertText(SAID);
    expect(await clerk.axe()).toEqual([]);
    await clerk.shot('recording');
    await clerk.press('Control+Enter');
    await page.getByRole('heading', { name: first ?? '' }).waitFor({ state: 'detached' });
    await page.locator('#transcript').waitFor();
    expect(await page.locator('#transcript').inputValue()).toBe('');
    const { items } = await desk.call<{ items: OrderView[] }>(
      'desk-chen',
      'GET',
      `/api/desk/orders?q=${first}`,
    );
    const written = await desk.call<OrderView>('desk-chen', 'GET', `/api/orders/${items[0]?.id}`);
    expect([written.text, written.voice]).toEqual([SAID, 'WRITTEN']);
    await clerk.leave();
  });
});
