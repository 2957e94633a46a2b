import { deviceOf } from './device';

const CASES: [string | undefined, string][] = [
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 MicroMessenger/8.0.53 NetType/WIFI',
    '微信 · 苹果手机',
  ],
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36',
    'Chrome 浏览器 · Windows',
  ],
  [
    'Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0',
    'Edge 浏览器 · Windows',
  ],
  ['curl/8.5', '未知设备'],
  [undefined, '未知设备'],
];

describe('the name of a device', () => {
  it.each(CASES)('%s', (userAgent, name) => {
    expect(deviceOf(userAgent)).toBe(name);
  });
});
