import { Injectable } from '@nestjs/common';
import { hash, verify } from '@node-rs/argon2';
import type { PasswordRules } from '@yihu/shared';
import { Env } from '../../config/env';
import { AppError } from '../../platform/errors';
import { normalised, PROFILES, whyRefused } from './rules/password-policy';

/** argon2id (the library's default algorithm) with OWASP's parameters: 19 MiB, 2 passes. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
/** Verified for accounts that do not exist, so that the answer takes as long. A hash of 256 forgotten random bits. */
const NOBODY =
  '$argon2id$v=19$m=19456,t=2,p=1$CrMlSl832H1zpYtoQ42Gxw$i6yY9io+riGzCmhZRW3b0r7GkgVGrVxIFQCnsGamlJg';
/** Hashes computed at once, and callers that may wait: the rest of the server keeps its cores. */
const AT_ONCE = 2;
const WAITING = 40;

/** Hashes and checks passwords, a few at a time. */
@Injectable()
export class PasswordsService {
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(private readonly env: Env) {}

  get rules(): PasswordRules {
    return PROFILES[this.env.passwordProfile];
  }

  hash(password: string): Promise<string> {
    return this.inTurn(() => hash(normalised(password), COST));
  }

  /** True when the password is the stored one; `stored` null takes as long and is false. */
  async isRight(stored: string | null, password: string): Promise<boolean> {
    const isMatch = await this.inTurn(() => verify(stored ?? NOBODY, normalised(password)));
    return isMatch && stored !== null;
  }

  /** Throws PASSWORD_WEAK; `former` are hashes it must differ from. */
  async requireGood(password: string, login: string, former: readonly string[]): Promise<void> {
    const reason = whyRefused(this.rules, normalised(password), login);
    if (reason !== null) throw new AppError('PASSWORD_WEAK', { reason });
    for (const stored of former) {
      if (await this.isRight(stored, password)) {
        throw new AppError('PASSWORD_WEAK', { reason: '和现在或最近用过的密码相同' });
      }
    }
  }

  private async inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.running >= AT_ONCE) {
      if (this.waiting.length >= WAITING) throw new AppError('TOO_MANY_REQUESTS', { seconds: 5 });
      await new Promise<void>((turn) => this.waiting.push(turn));
    } else {
      this.running += 1;
    }
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next === undefined) this.running -= 1;
      else next();
    }
  }
}
