import { type Effect, type Guard, refuse, type StepContext } from '../model.ts';

/** R12: what must hold before a matter may be mediated. 是 everywhere, or it does not fit. */
export const FIT_CHECKS = {
  PRIVATE: '属于居民之间、居民与单位之间的民事纠纷,或其他可以调解的事项',
  NOT_RESERVED: '不属于法律规定只能由专门机关处理的事项',
  NOT_PENDING: '没有正在诉讼、仲裁、复议、检察监督或公安办理',
  NOT_FORBIDDEN: '没有法律、法规禁止调解的情形',
} as const;

export const fits: Guard = ({ form }) => {
  const answers = (form.fit ?? {}) as Record<string, string>;
  const misfit = Object.entries(FIT_CHECKS).find(([code]) => answers[code] !== 'YES');
  return misfit === undefined ? null : refuse('NOT_MEDIABLE', { reason: misfit[1] });
};

/** M17: who works where the matter lies, is a party to it or handles it, does not mediate it. */
export const noConflict: Guard = ({ order, actor, form }) => {
  const isOf = (unitId: string | null) => unitId !== null && actor.unitIds?.includes(unitId) === true;
  if (isOf(order?.gridId ?? null)) return conflict('您就在这个网格');
  if (order?.filerId === actor.personId) return conflict('您是当事一方');
  if (order?.handlerId === actor.personId) return conflict('您是这件的经办人');
  // Where a mediator lives nobody has written down: he says it himself, at every step that binds.
  return form.free === false ? conflict('您与当事人同住一栋楼或有利害关系') : null;
};
const conflict = (reason: string) => refuse('CONFLICT_OF_INTEREST', { reason });
/** He says so himself at every step that binds. */
export const FREE = {
  name: 'free',
  label: '我与双方不住同一栋楼,没有亲属或利害关系',
  kind: 'flag',
  required: true,
} as const;

/** The inner clock stands still only once both have consented; before that there is nothing to set going again. */
export const runsAgain =
  (why: string) =>
  ({ run }: StepContext): Effect[] =>
    run?.stage === 'agreed' ? [{ act: 'resume', form: { why } }] : [];
