import { lettersOf, matchOf } from './pinyin';

describe('letters for Chinese', () => {
  it('reads a word by its initials and as a whole', () => {
    expect(lettersOf('退单审核')).toEqual({ initials: 'tdsh', whole: 'tuidanshenhe' });
  });

  it.each([
    ['派单', 'pd', 3],
    ['派单', 'pai', 2],
    ['派单', '派', 5],
    ['批量派单', '派单', 4],
    ['派单', 'xx', 0],
    ['12345 工单', '12345', 5],
    ['派单', '', 1],
    ['派单', '受', 0],
  ])('%s is asked for by %s', (text, query, score) => {
    expect(matchOf(text, query)).toBe(score);
  });
});
