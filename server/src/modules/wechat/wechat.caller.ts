import type { Clock } from '../../platform/clock';
import type { Db } from '../../platform/db/db';
import { WechatTokens } from './token.store';
import type { WechatConfig } from './wechat.config';
import { WechatError } from './wechat.error';
import { type Answer, exchange, exchangeImage, type Request } from './wechat.transport';

/** Told of every call that failed, so that operators can see it. It must not throw. */
export type FailureListener = (error: WechatError) => Promise<void>;

/** Calls with the app's access token. Every failure is a WechatError and is told to the listener. */
export class WechatCaller {
  readonly tokens: WechatTokens;

  constructor(
    readonly config: WechatConfig,
    db: Db,
    clock: Clock,
    private readonly onFailure: FailureListener = async () => undefined,
  ) {
    this.tokens = new WechatTokens(config, db, clock);
  }

  call(request: Request): Promise<Answer> {
    return this.withToken(request, exchange);
  }

  /** As `call`, for endpoints that answer with a picture. */
  image(request: Request): Promise<Buffer> {
    return this.withToken(request, exchangeImage);
  }

  /** A call that carries its own credentials. */
  plain(request: Request): Promise<Answer> {
    return this.told(exchange(this.config, request));
  }

  /** A refused token is forgotten, fetched once more and the call repeated once: it had no effect. Never forced. */
  private async withToken<T>(request: Request, send: Exchange<T>): Promise<T> {
    const attempt = async () => {
      const token = await this.tokens.current();
      try {
        return await this.callAs(token, request, send);
      } catch (error) {
        if (!(error instanceof WechatError) || error.kind !== 'token') throw error;
        await this.tokens.drop(token);
        return this.callAs(await this.tokens.current(), request, send);
      }
    };
    return this.told(attempt());
  }

  private callAs<T>(token: string, request: Request, send: Exchange<T>): Promise<T> {
    return send(this.config, { ...request, query: { ...request.query, access_token: token } });
  }

  private async told<T>(work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (error) {
      if (error instanceof WechatError) await this.onFailure(error);
      throw error;
    }
  }
}

type Exchange<T> = (config: WechatConfig, request: Request) => Promise<T>;
