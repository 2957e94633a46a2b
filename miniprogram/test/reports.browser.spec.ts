import { AT_GRID, Behind } from './filed.ts';
import { letNextPass, publishWeek, WORDED } from './published.ts';
import { ELDER_NEEDS, read } from './readable.ts';
import { inBrowser, scene } from './scene.ts';
import type { Screen } from './screens.ts';

inBrowser('published reports as a browser shows them, against the real server', () => {
  let id = '';
  const { phone } = scene('reports', {
    builds: ['h5'],
    prepare: async ({ street }) => {
      const behind = new Behind(street);
      await behind.filed(AT_GRID);
      id = (await publishWeek(behind, street)).id;
      await letNextPass(behind);
    },
  });
  const ordinary = { font: 0, target: 44, line: 1.2, contrast: 4.5 };

  /** From the home page through the list to the report, each measured and kept as a picture. */
  async function walk(screen: Screen, needs = ordinary): Promise<string[]> {
    const faults: string[] = [];
    const look = async (page: string) => {
      await screen.page.waitForTimeout(350); // the page comes in by an animation
      faults.push(...(await read(screen, needs)).faults.map((fault) => `${page}: ${fault}`));
      await screen.shot(page);
    };
    await screen.at('#home-reports').waitFor();
    await look('home');
    await screen.tap('#home-reports');
    await screen.at(`#edition-${id}`).waitFor();
    await look('list');
    await screen.tap(`#edition-${id}`);
    await screen.sees(WORDED);
    await look('read');
    return faults;
  }

  it('M96: are large and dark enough for who reads in 长辈版', async () => {
    const li = await phone('h5', 'li');
    await li.tap('#elder-switch');
    await li.tap('#elder-largest');
    expect(await walk(li, ELDER_NEEDS)).toEqual([]);
    await li.close();
  });

  it('M96: stand out from the dark', async () => {
    const li = await phone('h5', 'li', { dark: true });
    expect(await walk(li)).toEqual([]);
    await li.close();
  });
});
