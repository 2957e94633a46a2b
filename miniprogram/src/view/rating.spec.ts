import { disputeAction, nothingAnswered } from './rating';

it('takes a skipped question for no answer at all', () => {
  const none = { solved: null, process: null, result: null };
  expect(nothingAnswered(none)).toBe(true);
  expect(nothingAnswered({ ...none, result: 'UNSATISFIED' })).toBe(false);
});

it('offers rework first, then the desk, then nothing', () => {
  expect(disputeAction(['rate', 'dispute'])).toBe('dispute');
  expect(disputeAction(['rate', 'disputeAgain'])).toBe('disputeAgain');
  expect(disputeAction(['rate'])).toBeNull();
});
