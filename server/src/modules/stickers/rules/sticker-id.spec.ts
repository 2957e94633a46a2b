import { STICKER_ID } from '@yihu/shared';
import { labelsOf, linkOf, newStickerId, sceneOf, stickerIdOf } from './sticker-id';

it('makes ids of ten signs that fit into a scene and do not repeat', () => {
  const ids = Array.from({ length: 2_000 }, newStickerId);
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) {
    expect(id).toMatch(STICKER_ID);
    expect(sceneOf(id)).toMatch(/^[0-9A-Za-z!#$&'()*+,/:;=?@\-._~]{1,32}$/);
  }
});

it.each([
  ['ab3d5f7h9k', 'ab3d5f7h9k'],
  [' AB3D5F7H9K ', 'ab3d5f7h9k'],
  ['ab3d5f7h9', null],
  ['ab3d5f7h91', null],
  ['ab3d5f7h9l', null],
  ["ab3d5f7h9'", null],
  ['', null],
])('reads %j as %j', (text, id) => expect(stickerIdOf(text)).toBe(id));

it('leads both codes to the same page', () => {
  expect(linkOf('https://street.example', 'ab3d5f7h9k')).toBe(
    'https://street.example/#/resident/file/index?s=ab3d5f7h9k',
  );
});

it('numbers the labels of a batch', () => {
  expect(labelsOf('东门', 1)).toEqual(['东门']);
  expect(labelsOf('东门', 2)).toEqual(['东门 1', '东门 2']);
  expect(labelsOf('', 2)).toEqual(['1', '2']);
});
