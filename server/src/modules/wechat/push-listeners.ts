import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/db/db';
import type { PushEvent } from './push-event';

/** Runs inside the transaction that stores the event, so once for each event: touch nothing but the database. */
export type PushListener = (tx: Tx, event: PushEvent) => Promise<void>;

/** Where other modules sign up for events by name, in their onModuleInit; keeps this module from importing them. */
@Injectable()
export class PushListeners {
  private readonly listeners = new Map<string, PushListener[]>();

  on(name: string, listener: PushListener): void {
    this.listeners.set(name, [...(this.listeners.get(name) ?? []), listener]);
  }

  of(name: string): readonly PushListener[] {
    return this.listeners.get(name) ?? [];
  }
}
