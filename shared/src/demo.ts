/** Openid under which the local WeChat stand-in knows a demo person: 28 characters, as WeChat's are. */
export function demoOpenid(code: string): string {
  return `o${code.replaceAll('-', '_')}`.padEnd(28, '0').slice(0, 28);
}
