import { ACTIONS, type ActionName, type TimelineEntry, TRANSITIONS } from '../index.ts';
import { isDanger, isOneTap, residentPlan, staffPlan } from './actions.ts';

const entries = (...events: string[]): TimelineEntry[] =>
  events.map((event, at) => ({
    seq: at + 1,
    at: '2026-11-22T06:00:00.000Z',
    event,
    text: '',
    who: '',
    notes: [],
    photos: [],
    link: null,
  }));
const staff = (allowed: ActionName[], part: Partial<Parameters<typeof staffPlan>[0]> = {}) =>
  staffPlan({ allowed, state: 'IN_PROGRESS', classCode: '010101', timeline: [], ...part });

describe('the one next action', () => {
  it('leads a handler from signing over arriving to replying', () => {
    expect(staff(['sign', 'contact'], { state: 'DISPATCHED' }).primary).toBe('sign');
    const handling: ActionName[] = ['contact', 'arrive', 'progress', 'reply'];
    expect(staff(handling, { timeline: entries('order.signed') }).primary).toBe('arrive');
    expect(staff(handling, { timeline: entries('order.signed', 'order.arrived') }).primary).toBe('reply');
  });
  it('asks for a new visit after a rework', () => {
    const timeline = entries('order.signed', 'order.arrived', 'order.disputed');
    expect(staff(['arrive', 'reply'], { timeline }).primary).toBe('arrive');
  });
  it('classifies before it dispatches', () => {
    const allowed: ActionName[] = ['classify', 'dispatch'];
    expect(staff(allowed, { state: 'ACCEPTED', classCode: null }).primary).toBe('classify');
    expect(staff(allowed, { state: 'ACCEPTED' }).primary).toBe('dispatch');
  });
  it('tells before it closes', () => {
    const allowed: ActionName[] = ['tell', 'close'];
    expect(staff(allowed, { state: 'TO_VISIT', timeline: entries('order.approved') }).primary).toBe('tell');
    const told = entries('order.approved', 'order.told');
    expect(staff(allowed, { state: 'TO_VISIT', timeline: told }).primary).toBe('close');
  });
  it('asks the resident for her answer, and never shows the quiet ones', () => {
    const allowed: ActionName[] = ['addInfo', 'rate', 'seen', 'dispute'];
    const offer = residentPlan({ allowed, state: 'TO_VISIT', rating: null });
    expect(offer).toEqual({ primary: 'rate', rest: ['addInfo', 'dispute'] });
    expect(residentPlan({ allowed: [], state: 'ARCHIVED', rating: null })).toEqual({
      primary: null,
      rest: [],
    });
  });
  it('does not urge a resident to dispute what she called solved', () => {
    const rating = { solved: 'YES', process: null, result: null } as const;
    const closed = residentPlan({ allowed: ['dispute'], state: 'CLOSED', rating });
    expect(closed).toEqual({ primary: null, rest: ['dispute'] });
    const unsolved = { ...rating, solved: 'NO' } as const;
    expect(residentPlan({ allowed: ['dispute'], state: 'CLOSED', rating: unsolved }).primary).toBe('dispute');
  });
  it('leaves out what a newer server allows and this client does not know', () => {
    const allowed = ['inventedLater', 'urge'] as ActionName[];
    expect(residentPlan({ allowed, state: 'ACCEPTED', rating: null })).toEqual({ primary: 'urge', rest: [] });
  });
});

it('sends nothing dangerous at one tap', () => {
  for (const action of ACTIONS.filter(isDanger)) expect(isOneTap(action)).toBe(false);
  expect(isOneTap('sign')).toBe(true);
  expect(TRANSITIONS.withdraw.fields.length).toBeGreaterThan(0);
});
