import { CLASS_LEAVES, SUBMIT_TEXT_MAX } from '@yihu/shared';
import {
  confidentialityOf,
  type Draft,
  draftProblem,
  emptyDraft,
  guessType,
  isBegun,
  scannedCode,
  toSubmit,
} from './draft';

const draft = (part: Partial<Draft>): Draft => ({
  ...emptyDraft('01HF7YAT00ZZZZZZZZZZZZZZZZ', '2026-11-22T06:00:00.000Z'),
  ...part,
});
const arrived = { key: 'k', path: 'p', name: 'n', state: 'done', id: 'photo' } as const;
const failed = { ...arrived, state: 'failed', id: undefined } as const;

describe('draftProblem', () => {
  it.each([
    [{}, 'text'],
    [{ photos: [{ ...failed, refused: true }] }, 'text'],
    [{ photos: [{ ...failed, kept: true }], place: { kind: 'unsure' } as const }, undefined],
    [{ text: '楼道堵了' }, 'place'],
    [{ place: { kind: 'unsure' } as const, problem: { id: 'P', className: '占道经营' } }, undefined],
    [{ photos: [arrived], place: { kind: 'unsure' } as const }, undefined],
    [{ text: '一'.repeat(SUBMIT_TEXT_MAX), place: { kind: 'unsure' } as const }, undefined],
    [{ text: '一'.repeat(SUBMIT_TEXT_MAX + 1), place: { kind: 'unsure' } as const }, 'text'],
    [{ text: '堵', place: { kind: 'unsure' } as const, contactPhone: '123' }, 'contact'],
    [{ text: '堵', place: { kind: 'unsure' } as const, contactPhone: '138 0013-8000' }, undefined],
  ])('case %#', (part, wrong) => {
    expect(draftProblem(draft(part))?.part).toBe(wrong);
  });
});

describe('confidentiality', () => {
  it('is proposed by the class and by a report, and the choice of the person wins', () => {
    const delicate = CLASS_LEAVES.find(({ isDeskOnlyByDefault }) => isDeskOnlyByDefault)?.code ?? '';
    expect(confidentialityOf(draft({}))).toBe('SURNAME');
    expect(confidentialityOf(draft({ classCode: delicate }))).toBe('DESK_ONLY');
    expect(confidentialityOf(draft({ text: '我要举报' }))).toBe('DESK_ONLY');
    expect(confidentialityOf(draft({ text: '我要举报', confidentiality: 'SURNAME' }))).toBe('SURNAME');
  });
  it('sends no contact of an anonymous person', () => {
    const sent = toSubmit(
      draft({ confidentiality: 'ANONYMOUS', contactName: '李', contactPhone: '13800138000' }),
      's',
    );
    expect([sent.contactName, sent.contactPhone]).toEqual(['', '']);
  });
});

describe('toSubmit', () => {
  it('keeps the draft id and sends only photos that arrived', () => {
    const point = { lat: 31.8, lng: 117.2, datum: 'WGS84' } as const;
    const place = { kind: 'gps', point, gridCode: null, label: '', outside: true } as const;
    const sent = toSubmit(draft({ text: ' 堵 ', photos: [arrived, failed], place }), 's');
    expect(sent).toMatchObject({
      draftId: '01HF7YAT00ZZZZZZZZZZZZZZZZ',
      text: '堵',
      photoIds: ['photo'],
      point,
    });
  });
});

it.each([
  ['请问居住证怎么办理', 'CONSULT'],
  ['楼下烧烤太吵', 'COMPLAINT'],
  ['建议加装路灯', 'SUGGEST'],
  ['路灯坏了', 'HELP'],
])('guesses %s as %s', (text, type) => {
  expect(guessType(text)).toBe(type);
});

it.each([
  ['NQ-DX-01', 'NQ-DX-01'],
  ['g%3DNQDX01', 'NQDX01'],
  ['https://example.org/s?a=1&g=NQDX01#x', 'NQDX01'],
  ['s%3Dab3d5f7h9k', 's=ab3d5f7h9k'],
  ['resident/file/index?scene=s%3DAB3D5F7H9K', 's=ab3d5f7h9k'],
  ['https://street.example/#/resident/file/index?s=ab3d5f7h9k', 's=ab3d5f7h9k'],
  ['s=ab3d5f7h9', null],
  ['https://example.org/', null],
  [undefined, null],
])('reads the code of %s', (scene, code) => {
  expect(scannedCode(scene)).toBe(code);
});

it('resumes only what was begun', () => {
  expect(isBegun(draft({}))).toBe(false);
  expect(isBegun(draft({ text: '堵' }))).toBe(true);
});
