import type { GridFeature } from '@yihu/shared';
import { gridMap, wholeFrame } from '../src/view/grid-map.ts';
import type { Pictures } from './pictures.ts';
import type { Point, Screen } from './screens.ts';
import { IN_DX01 } from './street.ts';

const REPLY = '丁香01网格已于11月23日上午清走3号楼消防通道内的纸箱,并张贴了禁止堆放的提示。';

/** Where in the picture of the outlines a point lies, as shares of its width and height. */
async function onOutlines(server: string, { lat, lng }: Point) {
  const { streets } = await (await fetch(`${server}/api/streets`)).json();
  const answer = await fetch(`${server}/api/streets/${streets[0].id}/grids?datum=WGS84`);
  const { grids } = (await answer.json()) as { grids: GridFeature[] };
  const map = gridMap(grids);
  const frame = wholeFrame(map);
  const [x, y] = map.toXy(lng, lat);
  return { x: (x - frame.x) / frame.side, y: (y - frame.y) / frame.side / map.ratio };
}

/** Taps the place of the matter on the outlines, where it is drawn. */
export async function pickOnOutlines(li: Screen, server: string) {
  await li.tap('#place-map');
  const box = await li.at('#grid-map').boundingBox();
  if (!box) throw new Error('the outlines are not drawn');
  const share = await onOutlines(server, IN_DX01);
  await li.at('#grid-map').tap({ position: { x: share.x * box.width, y: share.y * box.height } });
  await li.sees(/已选:.*01网格/);
  await li.shot('outlines');
  await li.tap('#map-ok');
}

async function pickClass(li: Screen) {
  await li.tap('#more-class');
  await li.type('class-search', '消防通道');
  await li.tapText('消防通道占用');
  await li.shot('class');
  await li.tap('#more-ok');
}

/** Files with a photo through the file chooser; the number people read. */
export async function file(li: Screen, photo: string, place: () => Promise<void>): Promise<string> {
  await li.shot('home');
  await li.photo('#file-photo', photo);
  await li.type('file-text', '三号楼消防通道堆满纸箱,人都过不去,已经一个星期了');
  await place();
  await li.sees(/丁香社区.*01网格/);
  await li.type('file-address', '丁香家园3号楼');
  await pickClass(li);
  await li.shot('form');
  await li.tap('#file-submit');
  await li.sees(/已派给.*11月25日前答复您/);
  return (await li.at('#receipt-no').textContent()) ?? '';
}

/** The grid worker's part: signs, arrives, replies with photos before and after. */
export async function handle(zhang: Screen, orderNo: string, pictures: Pictures) {
  await zhang.tab('工作台');
  await zhang.sees(orderNo);
  await zhang.shot('tasks');
  await zhang.tapText(orderNo);
  await zhang.sees(/最迟 2026-11-23 10:00/);
  await zhang.shot('order');
  await zhang.tap('#do-sign');
  await zhang.tap('#do-arrive');
  await zhang.tap('#point-take');
  await zhang.sees('已取到位置');
  await zhang.photo('#photo-add', pictures.blocked);
  await zhang.shot('arrive');
  await zhang.tap('#sheet-confirm');
  await zhang.tap('#do-reply');
  await zhang.tap('#field-outcome-SOLVED');
  await zhang.type('field-publicText', REPLY);
  await zhang.photo('#photo-add', pictures.cleared);
  await zhang.shot('reply');
  await zhang.tap('#sheet-confirm');
  await zhang.at('.staff-tags').getByText('待审核').waitFor();
  await zhang.shot('replied');
  await zhang.close();
}

/** The office's part: reads the reply and lets it out. */
export async function approve(chen: Screen, orderNo: string) {
  await chen.tab('工作台');
  await chen.tap('#tab-TO_CHECK');
  await chen.sees(orderNo);
  await chen.shot('lists');
  await chen.tapText(orderNo);
  await chen.sees(REPLY);
  await chen.shot('order');
  await chen.tap('#do-approve');
  await chen.shot('approve');
  await chen.tap('#sheet-confirm');
  await chen.at('.staff-tags').getByText('待回访').waitFor();
  await chen.close();
}

/** The resident's part at the end: from her inbox to the three answers. */
export async function answer(li: Screen) {
  await li.tap('#receipt-home');
  await li.tab('消息');
  await li.sees('已有结果');
  await li.shot('inbox');
  await li.tapText('已有结果');
  await li.sees(REPLY);
  await li.shot('result');
  await li.tap('#do-rate');
  await li.tap('#solved-YES');
  await li.tap('#process-SATISFIED');
  await li.tap('#result-VERY_SATISFIED');
  await li.shot('questions');
  await li.tap('#rate-submit');
  await li.at('#order-headline').getByText('已办结').waitFor();
  expect(await li.at('.yh-stations').locator('.yh-stop--done').count()).toBe(5);
  await li.shot('closed');
}
