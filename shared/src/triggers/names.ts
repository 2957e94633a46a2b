/** What each trigger is called where an entry or a message says why it is there. */
export const TRIGGER_LABELS = {
  firmUnhappy: '企业评价不满意',
  firmRepeat: '同一企业同一事项再次反映',
  firmSevenDays: '企业诉求七日未办结',
  firmUnsolved: '企业诉求一时办不成',
  hardRounds: '多次交办未解决',
  hardUnits: '三个单位办理过',
  reworkThird: '第三次重办',
  bounce: '派了三个单位无人签收',
  cluster: '同一处同一类多人反映',
  surge: '同一问题集中反映',
  recurrence: '同一处同一类问题反复发生',
  hangUnder: '根治项目立项',
  projectDone: '根治项目销号',
  problemDisputed: '统一答复后多人有异议',
  unhappyTwice: '两次不满意',
  stuck: '长时间无人处理',
  overnight: '当日诉求过夜未处理',
  mediationFit: '可转调解',
  campaignDue: '治理日历到期布置',
  watchGrowth: '重点问题增长',
  urgentCall: '紧急诉求',
  calendarMissing: '节假日安排将用完',
  lightLadder: '超期逐级上报',
  lookbackDue: '到期回头看',
  sameKind: '解决一件排查一类',
} as const;
export type TriggerName = keyof typeof TRIGGER_LABELS;

/** Names a tenant's `trigger` policy may set; some belong to parts that read them elsewhere. */
export const TRIGGER_POLICY_NAMES = [...(Object.keys(TRIGGER_LABELS) as TriggerName[]), 'idleWatch'] as const;
