import { Injectable } from '@nestjs/common';
import pino from 'pino';
import { Env } from '../config/env';

/** What may appear in a log line: an allow-list, so that no body, name, phone or address can slip in. */
export interface LogFacts {
  requestId?: string;
  orderId?: string;
  jobId?: string;
  topic?: string;
  action?: string;
  code?: string;
  count?: number;
  ms?: number;
  method?: string;
  /** A route's template, e.g. `/api/orders/:id`. */
  route?: string;
  status?: number;
  error?: unknown;
}

/** Digits long enough to be a phone or an id number never leave the process in an error text. */
function scrub(text: string): string {
  return text.replace(/\d{7,}/g, (digits) => `<${digits.length} digits>`);
}

function errorFacts(error: unknown): { type: string; message: string; stack?: string } {
  if (!(error instanceof Error)) return { type: 'unknown', message: scrub(String(error)) };
  const code = (error as { code?: string }).code;
  // Driver errors quote the statement's values; only their code is safe to keep.
  const message = code === undefined ? scrub(error.message) : code;
  const stack = error.stack
    ?.split('\n')
    .filter((line) => line.trimStart().startsWith('at '))
    .slice(0, 8)
    .join('\n');
  return { type: error.name, message, ...(stack === undefined ? {} : { stack }) };
}

/** Structured logs without personal data. */
@Injectable()
export class Logger {
  private readonly sink: pino.Logger;

  constructor(env: Env) {
    const options = { level: env.logLevel, base: null, timestamp: pino.stdTimeFunctions.isoTime };
    const { logFile } = env.hosting;
    this.sink =
      logFile === null
        ? pino(options)
        : pino(options, pino.destination({ dest: logFile, mkdir: true, sync: true }));
  }

  debug(event: string, facts: LogFacts = {}): void {
    this.sink.debug(this.clean(facts), event);
  }
  info(event: string, facts: LogFacts = {}): void {
    if (!this.sink.isLevelEnabled('info')) return;
    this.sink.info(this.clean(facts), event);
  }
  warn(event: string, facts: LogFacts = {}): void {
    this.sink.warn(this.clean(facts), event);
  }
  error(event: string, facts: LogFacts = {}): void {
    this.sink.error(this.clean(facts), event);
  }

  private clean(facts: LogFacts): Record<string, unknown> {
    const { error, ...rest } = facts;
    return error === undefined ? rest : { ...rest, error: errorFacts(error) };
  }
}
