/** What the WeChat module needs to know; `Env.wechat` has this shape. */
export interface WechatConfig {
  appId: string;
  secret: string;
  /** Scheme and host without a trailing slash. */
  baseUrl: string;
  /** Token of the message push; empty = pushes are refused. */
  pushToken: string;
  /** EncodingAESKey, 43 characters; empty = plain mode. When set, unencrypted pushes are refused. */
  aesKey: string;
  timeoutMs: number;
  /** Which version of the mini-program a message opens; `formal` unless given. */
  miniprogramState?: 'developer' | 'trial' | 'formal';
}

export const WECHAT_CONFIG = Symbol('WeChat configuration');
