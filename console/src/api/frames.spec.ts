import { frameCutter, pauseBefore } from './frames';

describe('frames of a stream', () => {
  const text = 'id: 7\nevent: order\ndata: {"a":1}\n\nid: 8\n: beat\n\nid: 9\ndata: x\ndata: y\n\n';
  const whole = [
    { cursor: '7', data: '{"a":1}' },
    { cursor: '8', data: null },
    { cursor: '9', data: 'x\ny' },
  ];

  it.each([1, 2, 3, 7, 1000])('are the same when they come %i characters at a time', (size) => {
    const cut = frameCutter();
    const pieces = text.match(new RegExp(`[\\s\\S]{1,${size}}`, 'g')) ?? [];
    expect(pieces.flatMap(cut)).toEqual(whole);
  });

  it('are not given before they are whole', () => {
    const cut = frameCutter();
    expect(cut('id: 7\ndata: {"a"')).toEqual([]);
    expect(cut(':1}\n\nid: 8')).toEqual(whole.slice(0, 1));
  });

  it('may end their lines as Windows does', () => {
    expect(frameCutter()('id: 7\r\ndata: z\r\n\r\n')).toEqual([{ cursor: '7', data: 'z' }]);
  });
});

describe('the pause before the next try', () => {
  it('grows, and stays under half a minute', () => {
    expect([0, 1, 2, 3].map((n) => pauseBefore(n, 1))).toEqual([1000, 2000, 4000, 8000]);
    expect(pauseBefore(50, 1)).toBe(30_000);
    expect(pauseBefore(0, 0)).toBe(500);
  });
});
