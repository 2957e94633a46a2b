import type { MeetingRowResult } from '@yihu/shared';
import { cellsOf, listOf, stateOf } from './meeting.view';

it('reads what a spreadsheet puts on the clipboard', () => {
  expect(cellsOf('甲\t"一\n二 ""三"""\t\r\n\r\n 乙 \t5"管\t')).toEqual([
    { line: 1, cells: ['甲', '一\n二 "三"', ''] },
    { line: 3, cells: ['乙', '5"管', ''] },
  ]);
});

it('goes by the heads where there are some', () => {
  const { rows, lines, unused } = listOf(
    '\n序号\t电话\t反映内容\t分类\t企业名称\n1\t１３８ ００１３８０００\t路灯不亮\t路灯不亮\t\n2\t\t门口积水\t说不清\t南七餐饮有限公司',
  );
  const [row, firm] = rows;
  // Named by their numbers in the sheet; what stands under other heads is not taken in, and that is said.
  expect([lines, unused]).toEqual([[3, 4], ['序号']]);
  expect(row).toMatchObject({ text: '路灯不亮', contactPhone: '13800138000', partyKind: 'PERSON' });
  expect(row?.classCode).toMatch(/^\d{6}$/);
  expect(firm).toMatchObject({ text: '门口积水', partyKind: 'ENTERPRISE', classCode: null });
});

it('goes by the usual order where there are none', () => {
  expect(listOf('路灯不亮\t东门\t李\t13800138000\n只有内容').rows).toMatchObject([
    {
      text: '路灯不亮',
      address: '东门',
      contactName: '李',
      contactPhone: '13800138000',
      requestType: 'HELP',
    },
    { text: '只有内容', address: '', contactPhone: '' },
  ]);
  expect(listOf(' \n\t\n')).toEqual({ rows: [], lines: [], unused: [] });
});

it.each<[Partial<MeetingRowResult>, string]>([
  [{ ok: true }, 'NEW'],
  [{ ok: true, existing: 'NQ1' }, 'KNOWN'],
  [{ ok: false, reason: '电话不对' }, 'WRONG'],
  [{ ok: true, orderNo: 'NQ2' }, 'FILED'],
])('%j is %s', (more, state) => {
  const row = { row: 1, ok: true, reason: null, existing: null, orderId: null, orderNo: null, emergency: [] };
  expect(stateOf({ ...row, ...more })).toBe(state);
});
