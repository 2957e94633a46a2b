import { readHosting } from './hosting';

function read(source: NodeJS.ProcessEnv, production = true, demo = false) {
  const problems: string[] = [];
  return { hosting: readHosting(source, production, demo, problems), problems };
}

describe('hosting', () => {
  it('is closed by default: no proxy believed, no metrics, limits on', () => {
    expect(read({})).toEqual({
      hosting: {
        blobS3: null,
        metricsToken: null,
        trustedProxies: [],
        rateLimits: true,
        logFile: null,
        demoTenants: false,
      },
      problems: [],
    });
  });

  it.each(['0.0.0.0/0', '10.0.0.0/8', '::/0', 'true', '1', 'proxy.internal', '10.0.0.1/', '10.0.0.1/33'])(
    'believes no proxy called %j',
    (text) => {
      expect(read({ TRUSTED_PROXIES: text }).problems).toEqual([expect.stringContaining('TRUSTED_PROXIES')]);
    },
  );

  it('takes single hops and small ranges', () => {
    const { hosting, problems } = read({ TRUSTED_PROXIES: '127.0.0.1, 172.30.0.0/24,::1' });
    expect(problems).toEqual([]);
    expect(hosting.trustedProxies).toEqual(['127.0.0.1', '172.30.0.0/24', '::1']);
  });

  it('keeps limits on in production, lets a demonstration do without', () => {
    expect(read({ YIHU_RATE_LIMITS: 'off' }).problems).toHaveLength(1);
    expect(read({}, false, true).hosting.rateLimits).toBe(false);
    expect(read({ YIHU_RATE_LIMITS: 'on' }, false, true).hosting.rateLimits).toBe(true);
  });

  it('wants all of an object store, and a metrics token nobody guesses', () => {
    expect(read({ BLOB_S3_ENDPOINT: 'http://store:9000' }).problems).toHaveLength(1);
    expect(read({ METRICS_TOKEN: 'short' }).problems).toHaveLength(1);
  });
});
