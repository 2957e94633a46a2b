import { atDesk, deskScene } from './desk.ts';

atDesk('the desk', () => {
  const desk = deskScene('sign-in');

  it('lets a clerk in, finds a screen by initials, shows the keys, and lets her out', async () => {
    const clerk = await desk.seat('desk-chen');
    await clerk.press('Control+k');
    await clerk.page.getByRole('combobox').fill('gd');
    await clerk.page.getByRole('option', { name: /工单/ }).first().waitFor();
    await clerk.shot('palette');
    await clerk.press('Escape', '?');
    await clerk.sees('快捷键');
    expect(await clerk.axe()).toEqual([]);
    await clerk.leave();
  });

  it('shows nothing of the desk to a resident', async () => {
    await expect(desk.call('li', 'GET', '/api/orders/desk')).rejects.toThrow('403');
  });

  it('looks right in the dark', async () => {
    const clerk = await desk.seat('desk-chen', { dark: true, size: 'large' });
    expect(await clerk.axe()).toEqual([]);
    await clerk.shot('dark');
    await clerk.leave();
  });
});
