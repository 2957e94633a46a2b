/** Faults the next calls of a path meet: error codes, gateway errors, late and lost answers. */
import type { Feature } from './feature.ts';
import { ControlError } from './feature.ts';
import type { Answer, JsonObject } from './wire.ts';
import { textOf, WxFail } from './wire.ts';

/** What happens to one call. Without errcode, status, html or drop the call itself takes place. */
export interface Fault {
  /** Answer this errcode; nothing is done. */
  errcode?: number;
  /** Answer this HTTP status with an empty body (or `html`); nothing is done. */
  status?: number;
  /** Answer this page as text/html; nothing is done. */
  html?: string;
  /** The answer comes this much later; the call itself has already taken place. */
  delayMs?: number;
  /** Cut the connection before anything is done. */
  drop?: boolean;
  /** Do it, then cut the connection instead of answering. */
  dropAfter?: boolean;
}

interface Planned {
  path: string;
  left: number;
  fault: Fault;
}

export class Faults {
  private planned: Planned[] = [];

  reset(): void {
    this.planned = [];
  }

  /** The next `times` calls of `path` (`*` = any) meet `fault`; several plans for a path run one after another. */
  plan(path: string, times: number, fault: Fault): void {
    this.planned.push({ path, left: times, fault });
  }

  /** The fault this call meets, counted off. */
  next(path: string): Fault | null {
    const found = this.planned.find((one) => one.path === path || one.path === '*');
    if (!found) return null;
    found.left -= 1;
    if (found.left <= 0) this.planned = this.planned.filter((one) => one !== found);
    return found.fault;
  }
}

/** The answer that replaces the call, or null when the call takes place. Throws for an errcode. */
export function replacement(fault: Fault): Answer | null {
  if (fault.errcode !== undefined) throw new WxFail(fault.errcode);
  if (fault.status === undefined && fault.html === undefined) return null;
  return { status: fault.status ?? 200, contentType: 'text/html; charset=utf-8', body: fault.html ?? '' };
}

function optional<T>(input: JsonObject, key: string, type: 'number' | 'string' | 'boolean'): T | undefined {
  const value = input[key];
  if (value === undefined) return undefined;
  if (typeof value !== type) throw new ControlError(`${key}: ${type}`);
  return value as T;
}

export function createFaults(faults: Faults): Feature {
  const plan = (input: JsonObject) => {
    const path = textOf(input, 'path');
    if (path === '') throw new ControlError('path is needed');
    const times = optional<number>(input, 'times', 'number') ?? 1;
    const fault: Fault = {
      errcode: optional(input, 'errcode', 'number'),
      status: optional(input, 'status', 'number'),
      html: optional(input, 'html', 'string'),
      delayMs: optional(input, 'delayMs', 'number'),
      drop: optional(input, 'drop', 'boolean'),
      dropAfter: optional(input, 'dropAfter', 'boolean'),
    };
    faults.plan(path, times, fault);
    return { path, times };
  };
  return {
    routes: [],
    controls: [{ method: 'POST', name: 'faults', run: plan }],
    reset: () => faults.reset(),
  };
}
