import type { ActorFacts, Instant, RunFacts, Score, StepContext } from '@yihu/shared';
import type { AppError } from '../../platform/errors';
import type { World } from '../orders';

/** A refusal that has to leave a trace in the order's history although nothing was done. */
export class RecordedRefusal extends Error {
  constructor(
    readonly refusal: AppError,
    readonly orderId: string,
    readonly action: string,
  ) {
    super(refusal.message);
  }
}

/** One step of one procedure, or its opening when `run` is null. */
export interface StepCommand {
  kindName: string;
  stepName: string | null;
  run: RunFacts | null;
  /** Orders it hangs on; empty when its home is none. */
  orderIds: readonly string[];
  /** The home of a procedure that hangs on no order. */
  home: { kind: RunFacts['homeKind']; id: string | null; rootId: string; score?: Score };
  actor: ActorFacts;
  /** The unit it is opened for, when another procedure opens it. */
  unitId?: string | null;
  form: Readonly<Record<string, unknown>>;
  now: Instant;
  commandId: string | null;
}

/** What one step left behind. */
export interface Stepped {
  runId: string;
  seq: number;
  stage: string;
}

/** An order a procedure hangs on, and what the rules are told of it. */
export interface Homed {
  world: World;
  context: StepContext;
}
