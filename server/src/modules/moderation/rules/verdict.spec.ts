import * as fc from 'fast-check';
import { endingOfCallbackError, endingOfFailure, isVisitFresh, MOST_ASKS, piecesOf, worst } from './verdict';

const VISIT = '2026-11-22T06:00:00.000Z';
const AT_END = '2026-11-22T08:00:00.000Z';
const AFTER = '2026-11-22T08:00:00.001Z';

it('takes a visit for fresh for exactly two hours', () => {
  expect([isVisitFresh(VISIT, AT_END), isVisitFresh(VISIT, AFTER)]).toEqual([true, false]);
});

it.each([
  ['person', 61010, AT_END, { human: 'NOT_SEEN' }],
  ['config', 40129, AT_END, { human: 'REFUSED' }],
  ['unknown', 87020, AT_END, { human: 'REFUSED' }],
  ['retry', -1, AT_END, 'AGAIN'],
  ['unanswered', null, AT_END, 'AGAIN'],
  ['busy', 44991, AT_END, 'AGAIN'],
  ['retry', -1, AFTER, { human: 'FAILED' }],
  ['quota', 45009, AFTER, { human: 'FAILED' }],
] as const)('%s %s at %s', (kind, errcode, now, ending) => {
  expect(endingOfFailure(kind, errcode, VISIT, now)).toEqual(ending);
});

it('offers a picture again while the visit is fresh and not for ever', () => {
  expect(endingOfCallbackError(-1008, MOST_ASKS - 1, VISIT, AT_END)).toBe('AGAIN');
  expect(endingOfCallbackError(-1008, MOST_ASKS, VISIT, AT_END)).toEqual({ human: 'DOWNLOAD' });
  expect(endingOfCallbackError(-1008, 1, VISIT, AFTER)).toEqual({ human: 'DOWNLOAD' });
  expect(endingOfCallbackError(-1, 1, VISIT, AT_END)).toEqual({ human: 'UNCLEAR' });
});

it('goes by the worst piece', () => {
  const [pass, review, risky] = (['PASS', 'REVIEW', 'RISKY'] as const).map((suggestion) => ({ suggestion }));
  if (!pass || !review || !risky) throw new Error('three');
  expect(worst([pass, risky, review])).toBe(risky);
  expect(worst([pass, review])).toBe(review);
  expect(worst([])).toBeNull();
});

it('cuts texts into pieces that give the text again and cut no character', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', maxLength: 60 }),
      fc.integer({ min: 2, max: 9 }),
      (text, size) => {
        const pieces = piecesOf(text, size);
        expect(pieces.join('')).toBe(text);
        for (const piece of pieces) {
          expect(piece.length).toBeGreaterThan(0);
          expect(piece.length).toBeLessThanOrEqual(size);
          expect(piece).not.toMatch(/^[\udc00-\udfff]/);
        }
      },
    ),
  );
});
