import { ADDRESS_MIN, MATTER_MIN, recordOf } from './completeness.ts';

const whole = {
  text: '楼道里堆满了杂物,走不过去',
  voiceId: null,
  point: null,
  gridCode: 'NQ-DX-01',
  address: '三号楼',
  classCode: '020104',
  contactName: '李',
  contactPhone: '13800000000',
  confidentiality: 'SURNAME',
} as const;

describe('what a registrar filled in', () => {
  it('is every field of a whole record', () => {
    expect(Object.values(recordOf(whole))).toEqual([true, true, true, true, true, true]);
  });

  it('is not what is too short to say anything, to the character', () => {
    const matter = (n: number) => recordOf({ ...whole, text: '说'.repeat(n) }).matter;
    expect([matter(MATTER_MIN - 1), matter(MATTER_MIN)]).toEqual([false, true]);
    const address = (n: number) => recordOf({ ...whole, address: '号'.repeat(n) }).address;
    expect([address(ADDRESS_MIN - 1), address(ADDRESS_MIN)]).toEqual([false, true]);
    expect(recordOf({ ...whole, text: '', voiceId: 'V' }).matter).toBe(true);
  });

  it('is a place by its code or its point, and none without both', () => {
    const point = { lat: 32, lng: 118, datum: 'WGS84' } as const;
    expect(recordOf({ ...whole, gridCode: null, point }).place).toBe(true);
    expect(recordOf({ ...whole, gridCode: null }).place).toBe(false);
  });

  it('asks nobody for a name who stays unknown', () => {
    const record = recordOf({ ...whole, confidentiality: 'ANONYMOUS', contactName: '', contactPhone: '' });
    expect(record).not.toHaveProperty('name');
    expect(record).not.toHaveProperty('phone');
    expect(recordOf({ ...whole, contactName: ' ', contactPhone: '' })).toMatchObject({
      name: false,
      phone: false,
    });
  });
});
