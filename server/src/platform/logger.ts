import { types } from 'node:util';
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
  // Also what a driver throws that was loaded apart from us.
  if (!types.isNativeError(error)) return { type: 'unknown', message: scrub(String(error)) };
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

/** Of lines that could not be written yet. */
const KEPT_BYTES = 1024 * 1024;

/** Structured logs without personal data. */
@Injectable()
export class Logger {
  private readonly sink: pino.Logger;
  private isFailing = false;

  constructor(env: Env) {
    const options = { level: env.logLevel, base: null, timestamp: pino.stdTimeFunctions.isoTime };
    this.sink = pino(options, this.openFile(env.hosting.logFile));
  }

  /** False while lines cannot be written. */
  get isWriting(): boolean {
    return !this.isFailing;
  }

  /** A disk that is full takes lines from the log, never the server from its users: what fits is kept and tried again. */
  private openFile(logFile: string | null): ReturnType<typeof pino.destination> {
    const file = pino.destination({
      maxLength: KEPT_BYTES,
      ...(logFile === null ? { dest: 1 } : { dest: logFile, mkdir: true, sync: true }),
    });
    file.on('error', () => {
      this.isFailing = true;
    });
    file.on('write', () => {
      this.isFailing = false;
    });
    return file;
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
