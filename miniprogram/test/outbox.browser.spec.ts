import { inBrowser, scene } from './scene.ts';
import type { Screen } from './screens.ts';

inBrowser('待发送 in a browser', () => {
  const on = scene('outbox', { builds: ['h5', 'weapp'] });
  const { phone } = on;

  /** Takes a photo that cannot be uploaded. */
  async function photoOffline(li: Screen, file: string) {
    const [chooser] = await Promise.all([li.page.waitForEvent('filechooser'), li.tap('#photo-add')]);
    await chooser.setFiles(file);
    await li.sees('待上传,点此重试');
  }

  it('sends by itself in WeChat when the phone is on the network again', async () => {
    const li = await phone('weapp', 'li');
    await li.tap('#file-text');
    await li.type('file-text', '地下车库没有信号,灯坏了一排');
    const context = li.page.context();
    await context.setOffline(true);
    await photoOffline(li, on.pictures.blocked);
    await li.tap('#place-gps');
    await li.sees('现在没有网络,位置已记下');
    await li.tap('#file-submit');
    await li.sees('还没有提交上去');
    await li.sees('第 1 张:待上传');
    await li.shot('waiting');
    await li.tap('#waiting-home');
    await li.at('#outbox').getByText('待发送').first().waitFor();
    await li.shot('home');
    await context.setOffline(false);
    await li.at('#outbox').getByText('已自动提交').waitFor();
    await li.shot('sent');
    await li.tap('#filing-order');
    await li.sees(/丁香社区/);
    await li.close(/ERR_INTERNET_DISCONNECTED/);
  });

  it('keeps photo and words through a reload of the page on H5', async () => {
    const li = await phone('h5', 'li');
    const { page } = li;
    await li.tap('#file-text');
    await li.type('file-text', '楼道的窗户破了');
    await page.route('**/api/**', (route) => route.abort());
    await photoOffline(li, on.pictures.blocked);
    await li.tap('#place-gps');
    await li.sees('现在没有网络,位置已记下');
    await li.tap('#file-submit');
    await li.sees('还没有提交上去');
    await page.goto(`${on.street.url}/`);
    await page.reload();
    await li.at('#outbox').getByText('待发送').first().waitFor();
    await li.sees('第 1 张:待上传');
    await li.shot('reloaded');
    await page.unroute('**/api/**');
    await li.tap('#filing-send');
    await li.at('#outbox').getByText('已自动提交').waitFor();
    await li.tap('#filing-order');
    await li.sees('楼道的窗户破了');
    await page.locator('.yh-strip img, .order-photos img').first().waitFor();
    await li.close(/ERR_FAILED/);
  });
});
