import 'reflect-metadata';
import { ValidationPipe } from '@nestjs/common';
import fc from 'fast-check';
import { LocateDto } from '../../modules/directory/directory.dto';
import { ActDto, FileForCallerDto, GeoPointDto, SubmitOrderDto } from '../../modules/orders/orders.dto';
import { ListAsk } from '../../modules/worklist/worklist.dto';
import { newId } from '../ids';
import { Plain, quickly } from './quick-check';
import { validationPipe } from './validation';

const LONG_WAY = new ValidationPipe({
  whitelist: true,
  forbidNonWhitelisted: true,
  transform: true,
  stopAtFirstError: true,
});

const FILING = {
  draftId: newId(),
  streetId: newId(),
  text: '楼道灯坏了',
  photoIds: [newId()],
  point: { lat: 31.84, lng: 117.23, datum: 'WGS84' },
  gridCode: null,
  address: '丁香家园3号楼',
  classCode: '100101',
  requestType: 'COMPLAINT',
  partyKind: 'PERSON',
  companyName: '',
  confidentiality: 'SURNAME',
  contactName: '李桂芳',
  contactPhone: '13855512345',
};
const RIGHT: [new () => object, Record<string, unknown>][] = [
  [SubmitOrderDto, FILING],
  [SubmitOrderDto, { ...FILING, point: null, classCode: null, photoIds: [] }],
  [ActDto, { commandId: newId(), version: 3, fields: {} }],
  [ActDto, { commandId: newId(), version: 0, fields: { reason: '补充', photos: [newId()] } }],
  [LocateDto, { lat: '31.84', lng: '117.23', datum: 'GCJ02' }],
  [ListAsk, { view: 'OPEN', classCode: '100101', unitId: newId(), limit: '50', sort: 'due' }],
  [ListAsk, { q: '楼道灯 坏了', from: '2026-11-01', late: '1', after: 'due_1' }],
  [LocateDto, Object.assign(Object.create(null), { lat: '31.84', lng: '117.23', datum: 'WGS84' })],
];

/** What a pipe makes of a body, or that it refuses it. */
async function outcome(pipe: ValidationPipe, metatype: new () => object, value: unknown): Promise<unknown> {
  try {
    const made = await pipe.transform(structuredClone(value), { type: 'body', metatype });
    return { of: made.constructor.name, made: { ...made } };
  } catch {
    return 'refused';
  }
}

describe('the quick way through a body’s rules', () => {
  it.each(RIGHT)('takes a right %p', async (metatype, value) => {
    const made = quickly(metatype, value);
    // Photos beside other fields are left to the long way.
    const isDeep = 'fields' in value && 'photos' in (value.fields as object);
    expect(made === null).toBe(isDeep);
    if (made !== null) expect(made).toBeInstanceOf(metatype);
    expect(await outcome(LONG_WAY, metatype, value)).not.toBe('refused');
  });

  it('answers as class-validator does, whatever is sent', async () => {
    const odd = fc.oneof(
      fc.constantFrom<unknown>('', ' ', null, undefined, 0, -1, 1.5, true, [], {}, [null], { lat: 1 }),
      fc.constantFrom<unknown>(Number.NaN, '1e3', '９', '中'.repeat(200), '👨‍👩‍👧'.repeat(30), newId(), [
        newId(),
        7,
      ]),
      fc.constantFrom<unknown>({ ...FILING.point, lat: 91 }, { ...FILING.point, more: 1 }, [FILING.point]),
      fc.string(),
    );
    const name = (value: Record<string, unknown>) =>
      fc.oneof(fc.constantFrom(...Object.keys(value)), fc.constantFrom('stray', 'constructor', 'toString'));
    const changed = fc.constantFrom(...RIGHT).chain(([metatype, value]) =>
      fc.record({
        metatype: fc.constant(metatype),
        value: fc.array(fc.tuple(name(value), odd, fc.boolean()), { maxLength: 2 }).map((changes) => {
          const body: Record<string, unknown> = { ...value };
          for (const [key, other, isGone] of changes) {
            if (isGone) delete body[key];
            else body[key] = other;
          }
          return body;
        }),
      }),
    );
    await fc.assert(
      fc.asyncProperty(changed, async ({ metatype, value }) => {
        expect(await outcome(validationPipe(), metatype, value)).toEqual(
          await outcome(LONG_WAY, metatype, value),
        );
      }),
      { numRuns: 600 },
    );
  });

  it('leaves alone what is no object, and classes that did not ask for it', () => {
    for (const value of [null, undefined, 'text', 7, [FILING], new Date(), new Map(), FILING.draftId])
      expect(quickly(SubmitOrderDto, value)).toBeNull();
    expect(quickly(FileForCallerDto, { ...FILING, channel: 'HOTLINE' })).toBeNull();
    expect(quickly(undefined, FILING)).toBeNull();
    class Other {}
    Plain()(Other);
    expect(quickly(Other, { stray: 1 })).toBeNull();
    expect(quickly(GeoPointDto, JSON.parse('{"lat":1,"lng":2,"datum":"WGS84","__proto__":{}}'))).toBeNull();
  });
});
