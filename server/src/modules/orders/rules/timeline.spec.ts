import {
  type ActionName,
  DECLINE_REASONS,
  DISPUTE_REASONS,
  type OrderEvent,
  type TimelineEntry,
  TRANSITIONS,
  WITHDRAW_REASONS,
} from '@yihu/shared';
import { after, order } from '../../../../../shared/test/order-samples.ts';
import { OrderLife } from '../../../../test/order-life';
import type { PhotoOfEvent, Reader, TextRow } from './reader';
import { timelineOf } from './timeline';

const NARRATIVE = '我叫李桂芳,住3栋502,电话13855512345';
const LAYERS: Record<string, string> = { text: 'NARRATIVE', note: 'INTERNAL', reason: 'INTERNAL' };

/** A life with everything written down: for each event its sentence, its texts, and a photo where one may be. */
function read(life: OrderLife, reader: Reader): TimelineEntry[] {
  const texts: TextRow[] = life.events.flatMap((event) => textsOf(event));
  const photos = life.events.map((event) => photoOf(event));
  const names = new Map([
    ['filer', '李桂芳'],
    ['CLERK@/STREET/OFFICE/', '陈晓'],
    ['GRID_WORKER@/STREET/COMM/GRID/', '张敏'],
  ]);
  const place = { latE6: null, lngE6: null };
  const unitName = (id: string | null) =>
    id === null ? null : ({ OFFICE: '热线办', GRID: '丁香01网格' }[id] ?? null);
  return timelineOf({
    seesCare: true,
    readerId: 'READER',
    facts: life.facts,
    reader,
    events: life.events,
    texts,
    photos,
    names,
    place,
    unitName,
  });
}

function textsOf({ seq, name }: OrderEvent): TextRow[] {
  const found = Object.values(TRANSITIONS).find((transition) => transition.event === name);
  const sentence = found === undefined ? '热线办已收到您的诉求' : found.resident;
  const own = sentence === null ? [] : [{ seq, field: '_resident', layer: 'PUBLIC', body: sentence }];
  const fields = (found?.fields ?? []).filter((field) => field.kind === 'text');
  return [
    ...own,
    ...fields.map((field) => ({
      seq,
      field: field.name,
      layer: LAYERS[field.name] ?? 'PUBLIC',
      body: field.name === 'text' ? NARRATIVE : `${name} ${field.name}`,
    })),
  ];
}

function photoOf({ seq, at }: OrderEvent): PhotoOfEvent {
  return { id: `P${seq}`, purpose: 'AFTER', url: `/P${seq}`, thumbUrl: '', at, seq, claimed: null };
}

const photosIn = (entries: TimelineEntry[]) =>
  entries.flatMap((entry) => entry.photos.map((photo) => photo.id)).sort();
const notesIn = (entries: TimelineEntry[]) => entries.flatMap((entry) => entry.notes);

describe('the filer', () => {
  const life = () => new OrderLife().upTo('sign').do('note').do('contact').do('arrive');

  it('never reads what staff tell each other', () => {
    const notes = notesIn(read(life().do('reply').do('sendBack').do('reply'), 'FILER'));
    expect(notes.filter((note) => / (note|reason)$/.test(note))).toEqual([]);
    const events = read(life().do('reply').do('sendBack'), 'FILER').map((entry) => entry.event);
    expect(events).not.toEqual(expect.arrayContaining(['order.noted']));
    expect(events).not.toEqual(expect.arrayContaining(['order.sent_back']));
  });

  it('never reads a reply nor sees its photos before the office approved it', () => {
    const replied = life().do('reply');
    const seq = replied.facts.version;
    expect(notesIn(read(replied, 'FILER'))).not.toContain('order.replied publicText');
    expect(photosIn(read(replied, 'FILER'))).not.toContain(`P${seq}`);
    const approved = read(replied.do('approve'), 'FILER');
    expect(photosIn(approved)).toContain(`P${seq}`);
    expect(notesIn(approved)).toContain('order.approved publicText');
    // The unit's own wording stays inside even then.
    expect(notesIn(approved)).not.toContain('order.replied publicText');
  });

  it('never sees the photos of a reply that was sent back', () => {
    const replied = life().do('reply');
    const refused = `P${replied.facts.version}`;
    replied.do('sendBack').do('reply');
    const good = `P${replied.facts.version}`;
    const shown = photosIn(read(replied.do('approve'), 'FILER'));
    expect(shown).toContain(good);
    expect(shown).not.toContain(refused);
  });

  it('keeps what she was shown when the order is handled again', () => {
    const first = life().do('reply');
    const shown = `P${first.facts.version}`;
    first.do('approve').do('dispute', after(1));
    expect(photosIn(read(first, 'FILER'))).toContain(shown);
    first.do('reply', after(1));
    expect(photosIn(read(first, 'FILER'))).not.toContain(`P${first.facts.version}`);
  });

  it('reads units, not persons, and herself as 我', () => {
    const entries = read(life(), 'FILER');
    expect(entries.map((entry) => entry.who)).toEqual(['丁香01网格', '丁香01网格', '热线办', '热线办', '我']);
    expect(JSON.stringify(entries)).not.toMatch(/张敏|陈晓/);
  });
});

describe('staff', () => {
  it('read everything, newest first, with unit and person', () => {
    const life = new OrderLife().upTo('sign').do('note').do('reply');
    const entries = read(life, 'OFFICE');
    expect(entries.map((entry) => entry.seq)).toEqual([6, 5, 4, 3, 2, 1]);
    expect(entries[0]).toMatchObject({ who: '丁香01网格 张敏', text: '提交了答复:已解决', link: '反馈' });
    expect(entries[0]?.notes).toEqual(['order.replied publicText', 'order.replied note']);
    expect(entries[5]).toMatchObject({ text: '收到诉求', who: '诉求人', link: '受理', photos: [] });
  });

  it.each<[Reader, boolean]>([
    ['FILER', true],
    ['OFFICE', true],
    ['HANDLER', false],
  ])('%s reads the filer’s words raw: %s', (reader, isRaw) => {
    const [entry] = read(new OrderLife().upTo('sign').do('addInfo'), reader);
    expect(entry?.notes).toHaveLength(1);
    expect(/13855512345|李桂芳|3栋502/.test(entry?.notes.join('') ?? '')).toBe(isRaw);
  });

  it('read codes as words, distances and whether a call went through', () => {
    const text = (action: ActionName, data: Record<string, unknown>) => {
      const { event: name } = TRANSITIONS[action];
      const event = { seq: 2, name, at: after(0), actorId: 'x', actorUnitId: null, data };
      const place = { latE6: null, lngE6: null };
      const parts = { facts: order(), texts: [], photos: [], names: new Map(), place, unitName: () => null };
      return timelineOf({
        seesCare: true,
        readerId: 'READER',
        ...parts,
        reader: 'OFFICE',
        events: [event],
      })[0]?.text;
    };
    expect(text('arrive', { distance: 12 })).toBe('到达现场:距反映地点约 12 米');
    expect(text('contact', { reached: true })).toBe('联系了诉求人:已联系上');
    expect(text('contact', { reached: false })).toBe('联系了诉求人:没有联系上');
    expect(text('withdraw', { reasonCode: 'SOLVED' })).toBe('撤回了诉求:已经解决了');
    expect(text('rate', { solved: 'NO', process: 'SATISFIED' })).toBe('作了评价:没解决,满意');
  });

  it('cannot mistake one list of reasons for another', () => {
    const codes = [DECLINE_REASONS, WITHDRAW_REASONS, DISPUTE_REASONS].flatMap((list) => Object.keys(list));
    expect(new Set(codes).size).toBe(codes.length);
  });
});
