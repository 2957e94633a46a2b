import { ApiError, errText, readAnswer } from './errors.ts';

const thrown = (work: () => unknown): unknown => {
  try {
    work();
  } catch (e) {
    return e;
  }
  return undefined;
};

describe('readAnswer', () => {
  it('gives the value of a good answer', () => {
    expect(readAnswer<{ id: string }>(200, { id: 'a' })).toEqual({ id: 'a' });
    expect(readAnswer(204, '')).toBeUndefined();
  });

  it('turns a refusal into its code, text and details', () => {
    const e = thrown(() =>
      readAnswer(409, {
        error: { code: 'CONFLICT', message: '已被签收', requestId: 'r', details: { state: 'X' } },
      }),
    );
    expect(e).toBeInstanceOf(ApiError);
    expect(e).toMatchObject({ code: 'CONFLICT', message: '已被签收', status: 409, details: { state: 'X' } });
  });

  it.each([
    ['a sign-on page', 200, '<html>login</html>'],
    ['a proxy page', 502, '<html>bad gateway</html>'],
    ['JSON of somebody else', 403, { message: 'blocked' }],
  ])('knows %s is not ours', (_, status, body) => {
    expect(thrown(() => readAnswer(status, body))).toMatchObject({ code: 'NETWORK_NOT_OURS', status });
  });
});

describe('errText', () => {
  it('shows our Chinese texts and hides technical ones', () => {
    expect(errText(new ApiError('X', '请先登录', 401))).toBe('请先登录');
    expect(errText({ errMsg: 'request:fail -2:net::ERR_FAILED' })).toBe('这一步没有成功,请再试一次');
    expect(errText(new TypeError('x is not a function'))).toBe('这一步没有成功,请再试一次');
  });
});
