import { EMPTY, isReady, type SetupForm, setupBody } from './setup-form';

const FULL: SetupForm = {
  code: ' ABCDE-FGHJK ',
  name: '合肥市蜀山区南七街道',
  shortName: '南七街道',
  areaCode: '340104004',
  prefix: 'nq',
  system: { name: '鲁明', login: 'lu.ming' },
  security: { name: '韦安', login: 'wei.an' },
  audit: { name: '昌正', login: 'chang.zheng' },
};

describe('the form of the first run', () => {
  it('is ready when nothing is blank', () => {
    expect(isReady(FULL)).toBe(true);
    expect(isReady(EMPTY)).toBe(false);
    expect(isReady({ ...FULL, audit: { name: '昌正', login: ' ' } })).toBe(false);
  });

  it('becomes what the server takes', () => {
    expect(setupBody(FULL)).toEqual({
      code: 'ABCDE-FGHJK',
      street: { name: '合肥市蜀山区南七街道', shortName: '南七街道', code: '340104004', prefix: 'NQ' },
      system: FULL.system,
      security: FULL.security,
      audit: FULL.audit,
    });
  });
});
