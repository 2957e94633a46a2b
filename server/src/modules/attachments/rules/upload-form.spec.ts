import { checkUploadForm, PURPOSES, photoNameOf } from './upload-form';

const DRAFT = '01JD8Z6V3N5Q0R2S4T6V8W0X2Y';
const fields = (values: Record<string, unknown>) =>
  Object.entries(values).map(([name, value]) => ({ name, value }));

it.each(PURPOSES)('takes a draft and the purpose %s', (purpose) => {
  expect(checkUploadForm(fields({ purpose, draftId: DRAFT }))).toEqual({
    ok: true,
    form: { draftId: DRAFT, purpose },
  });
});

it.each([
  ['draftId', { purpose: 'REPORT' }],
  ['draftId', { purpose: 'REPORT', draftId: '' }],
  ['draftId', { purpose: 'REPORT', draftId: "1' OR '1'='1" }],
  ['draftId', { purpose: 'REPORT', draftId: 'x'.repeat(41) }],
  ['draftId', { purpose: 'REPORT', draftId: { toString: 'x' } }],
  ['purpose', { draftId: DRAFT }],
  ['purpose', { draftId: DRAFT, purpose: 'report' }],
  ['purpose', { draftId: DRAFT, purpose: 'toString' }],
  ['orderId', { draftId: DRAFT, purpose: 'REPORT', orderId: '1' }],
])('complains about %s: %j', (field, values) => {
  expect(checkUploadForm(fields(values))).toMatchObject({ ok: false, field });
});

it('a field given twice is refused', () => {
  const twice = [...fields({ draftId: DRAFT, purpose: 'ADD' }), { name: 'draftId', value: DRAFT }];
  expect(checkUploadForm(twice)).toMatchObject({ ok: false, field: 'draftId' });
});

it.each([
  ['IMG_0001.HEIC', 'IMG_0001.HEIC'],
  ['C:\\Users\\li\\消防通道.jpg', '消防通道.jpg'],
  ['../../etc/passwd', 'passwd'],
  ['a\u202Egpj.exe\u0000\n', 'agpj.exe'],
  ['', '照片'],
  [undefined, '照片'],
  ['照'.repeat(50), `${'照'.repeat(40)}…`],
])('shows the name %j as %j', (given, shown) => {
  expect(photoNameOf(given)).toBe(shown);
});
