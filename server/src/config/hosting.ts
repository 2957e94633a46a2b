import { isIP } from 'node:net';

export interface S3Env {
  endpoint: string;
  bucket: string;
  region: string;
  keyId: string;
  secret: string;
}

/** How the installation is hosted: what stands before and beside the server. */
export interface HostingEnv {
  /** Null keeps photos in the data directory. */
  blobS3: S3Env | null;
  /** Who may read /metrics in production; null there means nobody. */
  metricsToken: string | null;
  /** Addresses whose X-Forwarded-* is believed; empty believes nobody. */
  trustedProxies: string[];
  rateLimits: boolean;
  /** A file for the log; null writes to standard output. */
  logFile: string | null;
  /** The demonstration fills in the other streets and the district too. */
  demoTenants: boolean;
}

/** Reads what belongs to hosting and adds what is wrong with it to `problems`. */
export function readHosting(
  source: NodeJS.ProcessEnv,
  production: boolean,
  demo: boolean,
  problems: string[],
): HostingEnv {
  const metricsToken = source.METRICS_TOKEN || null;
  if (metricsToken !== null && metricsToken.length < 24) problems.push('METRICS_TOKEN 至少 24 个字符');
  const rateLimits = (source.YIHU_RATE_LIMITS ?? (demo ? 'off' : 'on')) !== 'off';
  if (production && !rateLimits) problems.push('生产环境不能关闭限流 (YIHU_RATE_LIMITS)');
  return {
    blobS3: readS3(source, problems),
    metricsToken,
    trustedProxies: readProxies(source.TRUSTED_PROXIES ?? '', problems),
    rateLimits,
    logFile: source.YIHU_LOG_FILE || null,
    demoTenants: source.YIHU_DEMO_TENANTS === 'all',
  };
}

function readS3(source: NodeJS.ProcessEnv, problems: string[]): S3Env | null {
  const endpoint = source.BLOB_S3_ENDPOINT ?? '';
  if (endpoint === '') return null;
  const bucket = source.BLOB_S3_BUCKET ?? '';
  const keyId = source.BLOB_S3_KEY_ID ?? '';
  const secret = source.BLOB_S3_SECRET ?? '';
  if (!/^https?:\/\/[^/]+\/?$/.test(endpoint)) problems.push('BLOB_S3_ENDPOINT 应是不带路径的 http(s) 地址');
  if (bucket === '' || keyId === '' || secret === '') {
    problems.push('用对象存储须同时给出 BLOB_S3_BUCKET、BLOB_S3_KEY_ID、BLOB_S3_SECRET');
  }
  return { endpoint, bucket, keyId, secret, region: source.BLOB_S3_REGION || 'us-east-1' };
}

/** Single hops only: a range that takes in everybody would let anybody choose her own address. */
function readProxies(text: string, problems: string[]): string[] {
  const hops = text
    .split(',')
    .map((hop) => hop.trim())
    .filter((hop) => hop !== '');
  for (const hop of hops) {
    const [address = '', bits] = hop.split('/');
    const longest = isIP(address) === 6 ? 128 : 32;
    const shortest = isIP(address) === 6 ? 48 : 16;
    const isRange = bits === undefined || (/^\d+$/.test(bits) && +bits >= shortest && +bits <= longest);
    if (isIP(address) === 0 || !isRange) {
      problems.push(`TRUSTED_PROXIES 里的「${hop}」应是代理的 IP 地址或小网段(如 172.30.0.0/24)`);
    }
  }
  return hops;
}
