import {
  type ActionName,
  type Field,
  type FormValues,
  isDanger,
  type OrderView,
  openingsOf,
  type ProcedureView,
  prefill,
  staffPlan,
  stepsOf,
  TRANSITIONS,
} from '@yihu/shared';

/** How an act is sent. */
export type Way =
  | { do: 'act'; action: ActionName }
  | { do: 'open'; kind: string }
  | { do: 'step'; run: Pick<ProcedureView, 'id' | 'version'>; step: string };

/** Something the reader may do with the order that is open, whatever stands behind it. */
export interface Act {
  /** `act.dispatch`, `open.return`, `step.return.accept`; the id of the run at the end where it matters. */
  id: string;
  label: string;
  /** Of which procedure it is a step; null for the order itself. */
  of: string | null;
  fields: readonly Field[];
  danger: boolean;
  start: FormValues;
  /** What the server knows the form by, for templates: the action, or `<kind>.<step>`. */
  form: string;
  way: Way;
}

function actOf(order: OrderView, action: ActionName): Act {
  const { label, fields } = TRANSITIONS[action];
  const unit = order.suggestedUnit?.unitId;
  const start = action === 'dispatch' && unit ? { leadUnitId: unit } : prefill(action, order);
  return {
    id: `act.${action}`,
    label,
    of: null,
    fields,
    danger: isDanger(action),
    start,
    form: action,
    way: { do: 'act', action },
  };
}

function stepsOfRun(run: ProcedureView): Act[] {
  return stepsOf(run).map(({ name, label, fields, refuses }) => ({
    id: `step.${run.kind}.${name}.${run.id}`,
    label,
    of: run.label,
    fields,
    danger: refuses,
    start: {},
    form: `${run.kind}.${name}`,
    way: { do: 'step', run: { id: run.id, version: run.version }, step: name },
  }));
}

export interface Offer {
  /** What everybody waits for; null when it is somebody else's turn. */
  primary: Act | null;
  /** Actions on the order besides. */
  rest: Act[];
  /** Steps of what is going on beside it. */
  steps: Act[];
  /** What may be begun beside it. */
  openings: Act[];
}

/** Everything the reader may do now. */
export function offerOf(
  order: OrderView,
  procedures: { items: readonly ProcedureView[]; openable: readonly string[] } | undefined,
): Offer {
  const { primary: planned, rest } = staffPlan(order);
  const steps = (procedures?.items ?? []).filter(({ endedAt }) => endedAt === null).flatMap(stepsOfRun);
  const actions = (planned === null ? rest : [planned, ...rest]).map((action) => actOf(order, action));
  // Calling back includes telling her: whoever may do the one is not asked for the other first.
  const visit = steps.find(({ form }) => form === 'visit.answer');
  const primary = visit ?? (planned === null ? null : (actions[0] ?? null));
  return {
    primary,
    rest: actions.filter((act) => act !== primary),
    steps: steps.filter((act) => act !== primary),
    openings: openingsOf(procedures?.openable ?? []).map(({ name, label, fields }) => ({
      id: `open.${name}`,
      label,
      of: null,
      fields,
      danger: false,
      start: {},
      form: `${name}.open`,
      way: { do: 'open', kind: name },
    })),
  };
}

export const allOf = ({ primary, rest, steps, openings }: Offer): Act[] => [
  ...(primary === null ? [] : [primary]),
  ...steps,
  ...rest,
  ...openings,
];

/** Letters and what they may do: the first line of which anything is offered counts, all that is offered of it. */
const LETTERS = {
  a: [['act.accept'], ['act.approve'], ['act.sign']],
  d: [['act.dispatch']],
  r: [['step.return.'], ['open.return'], ['act.sendBack'], ['act.takeBack'], ['act.rework']],
  c: [['act.urge'], ['open.supervision']],
  v: [['step.visit.answer.', 'step.visit.', 'act.tell', 'act.close'], ['open.visit']],
  f: [['act.transcribe'], ['act.classify']],
} as const satisfies Record<string, readonly (readonly string[])[]>;
export type Letter = keyof typeof LETTERS;

/** What each letter is called while nothing of it can be done. */
export const LETTER_LABELS: Readonly<Record<Letter, string>> = {
  a: '受理',
  d: '派单',
  r: '退单',
  c: '催办',
  v: '回访',
  f: '分类',
};

/** What a letter does to this order: nothing, one act, or several to choose from, the likeliest first. */
export function actsOn(letter: Letter, offer: Offer): Act[] {
  const all = allOf(offer);
  for (const line of LETTERS[letter] as readonly (readonly string[])[]) {
    const offered = line.flatMap((start) => all.filter(({ id }) => fits(start, id)));
    if (offered.length > 0) return [...new Set(offered)];
  }
  return [];
}

/** `step.visit.` stands for every step of it; anything else for itself alone. */
const fits = (start: string, id: string) => (start.endsWith('.') ? id.startsWith(start) : id === start);

/** The letter of an act, to be printed beside its button. */
export function letterOf(act: Act): Letter | null {
  const letters = Object.keys(LETTERS) as Letter[];
  return (
    letters.find((letter) => LETTERS[letter].some((line) => line.some((start) => fits(start, act.id)))) ??
    null
  );
}

/** Sent at one press: nothing to fill in, nothing to lose. */
export const isOnePress = ({ fields, danger }: Act): boolean => fields.length === 0 && !danger;

/** What was written for one act, for another one's form: texts of the same name, else the longest as its first text. */
export function carriedOver(from: FormValues, to: Act): FormValues {
  const texts = to.fields.filter(({ kind }) => kind === 'text');
  const same = texts.filter(({ name }) => typeof from[name] === 'string' && from[name] !== '');
  if (same.length > 0)
    return { ...to.start, ...Object.fromEntries(same.map(({ name }) => [name, from[name]])) };
  const [longest] = Object.values(from)
    .filter((value) => typeof value === 'string')
    .sort((a, b) => b.length - a.length);
  const [first] = texts;
  return longest === undefined || first === undefined ? to.start : { ...to.start, [first.name]: longest };
}

/** Whether there is something to write in its form. */
export const hasText = ({ fields }: Act): boolean => fields.some(({ kind }) => kind === 'text');

/** Acts with something to write: the one everybody waits for alone where it has, else all. */
export function writable(offer: Offer): Act[] {
  return offer.primary !== null && hasText(offer.primary) ? [offer.primary] : allOf(offer).filter(hasText);
}
