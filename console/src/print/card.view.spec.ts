import type { ServiceCard, StickerView } from '@yihu/shared';
import { contactsOf, currentSticker, pagesOf, startOf } from './card.view';

const unit = (name: string) => ({ id: name, kind: 'GRID', code: '', name, shortName: name }) as const;
const CARD: ServiceCard = {
  ...{ grid: unit('一格'), community: unit('丁香社区'), street: unit('南七街道') },
  ...{ officePhone: '0551-1', communityPhone: '', leader: { name: '', phone: '' }, note: '' },
  ...{ secretary: { name: '秦芳', phone: '0551-2' }, volunteers: [{ name: '老周', phone: '' }] },
  ...{ wechatUrl: null, qqUrl: null, version: 0, updatedAt: null },
};

describe('what is printed', () => {
  it('names only who can be called, and volunteers by name', () => {
    expect(contactsOf(CARD).map(({ role, name }) => `${role} ${name}`)).toEqual([
      '社区书记 秦芳',
      '志愿者 老周',
      '南七街道 热线办',
    ]);
  });

  it('fills pages of eight', () => {
    expect(pagesOf(Array.from({ length: 17 }, (_, at) => at)).map(({ length }) => length)).toEqual([8, 8, 1]);
    expect(pagesOf([])).toEqual([]);
  });

  it('carries the newest code that still opens something', () => {
    const sticker = (id: string, active: boolean) => ({ id, active }) as StickerView;
    expect(currentSticker([sticker('a', false), sticker('b', true)])?.id).toBe('b');
    expect(currentSticker([sticker('a', false)])).toBeNull();
  });

  it('begins with the head of the grid until somebody filled it in', () => {
    const posts = [
      { personId: '1', name: '张敏', roleLabel: '网格员' },
      { personId: '2', name: '何伟', roleLabel: '网格长' },
    ];
    expect(startOf(CARD, posts).leader.name).toBe('何伟');
    expect(startOf({ ...CARD, version: 2 }, posts).leader.name).toBe('');
  });
});
