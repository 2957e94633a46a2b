import type {
  MorningFigure,
  PressureAnswer,
  RatesAnswer,
  ReportKind,
  UnitTable,
  VolumeAnswer,
} from '@yihu/shared';
import type { Days } from './periods';

/** What was found to be the cause of what came in. */
export interface CauseCount {
  label: string;
  count: number;
  opens: string;
}

/** Everything a report is written from, as it stood when it was made. */
export interface ReportFindings {
  kind: ReportKind;
  days: Days;
  /** By channel, by leaf class and by grid. */
  channels: VolumeAnswer;
  classes: VolumeAnswer;
  grids: VolumeAnswer;
  rates: RatesAnswer;
  open: readonly Pick<MorningFigure, 'name' | 'label' | 'count' | 'opens'>[];
  late: readonly { unitName: string; count: number }[];
  /** From the week on: what each community files, and for how many residents (M45). */
  pressure?: PressureAnswer | null;
  /** From the week on. */
  units: UnitTable | null;
  /** Of a month. */
  causes: readonly CauseCount[] | null;
}
