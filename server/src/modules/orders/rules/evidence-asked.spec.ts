import { evidenceAsked } from './evidence-asked';

const facts = { state: 'IN_PROGRESS', classCode: '010102', filerId: 'LI', arrivedAt: null } as const;
const limits = { evidenceClasses: [], evidenceMetres: 200 };
const given = { facts, limits, needs: [], photos: [], events: [] };
const asked = (more: Partial<Parameters<typeof evidenceAsked>[0]>) =>
  evidenceAsked({ ...given, ...more }).map(({ need, done }) => `${need}${done ? ' done' : ''}`);

describe('what has to be shown', () => {
  it('is nothing where the street asks for nothing, and nothing once the unit has replied', () => {
    expect(asked({})).toEqual([]);
    expect(asked({ needs: ['PHOTO_AFTER'], facts: { ...facts, state: 'REPLIED' } })).toEqual([]);
  });

  it('comes from the class as well as from the policy, each once, in the order of the work', () => {
    const both = { ...limits, evidenceClasses: ['0101'] };
    expect(asked({ limits: both })).toEqual(['PHOTO_AFTER']);
    expect(asked({ limits: both, needs: ['PHOTO_AFTER', 'PAPER', 'PHOTO_BEFORE'] })).toEqual([
      'PHOTO_BEFORE',
      'PAPER',
      'PHOTO_AFTER',
    ]);
  });

  it('is there when staff brought it: the photo the resident added is no paper of the unit', () => {
    const photos = [
      { purpose: 'BEFORE', seq: 4 },
      { purpose: 'ADD', seq: 5 },
    ];
    const events = (by: string) => [
      { seq: 4, actorId: 'ZHANG' },
      { seq: 5, actorId: by },
    ];
    const needs = ['PHOTO_BEFORE', 'PAPER'] as const;
    expect(asked({ needs, photos, events: events('LI') })).toEqual(['PHOTO_BEFORE done', 'PAPER']);
    expect(asked({ needs, photos, events: events('ZHANG') })).toEqual(['PHOTO_BEFORE done', 'PAPER done']);
  });

  it('names the distance, and is content with a check-in', () => {
    const [line] = evidenceAsked({ ...given, needs: ['NEAR_PLACE'] });
    expect(line?.text).toContain('200 米');
    const arrivedAt = '2026-11-23T01:00:00.000Z';
    expect(asked({ needs: ['NEAR_PLACE'], facts: { ...facts, arrivedAt } })).toEqual(['NEAR_PLACE done']);
  });
});
