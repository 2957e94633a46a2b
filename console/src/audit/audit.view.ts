import type { AuditReport } from '@yihu/shared';
import {
  actionOfEvent,
  formatLocal,
  ITEM_ACTS,
  isItemAct,
  isProcedure,
  LEDGERS,
  PROCEDURES,
  TRANSITIONS,
} from '@yihu/shared';

/** Actions of the record as administrators call them; one without a word keeps its name. */
const ACTIONS: Readonly<Record<string, string>> = {
  'session.start': '登录',
  'session.end': '退出或结束登录',
  'password.change': '换密码',
  'totp.enrol': '绑定验证器',
  'recovery.renew': '重做恢复码',
  'staff.create': '新建账号',
  'staff.roles': '改角色或单位',
  'staff.disable': '停用账号',
  'staff.enable': '启用账号',
  'staff.reset': '重置密码和验证器',
  'setup.appoint': '首次任命管理员',
  'policy.saved': '保存规则',
  'policy.approved': '复核规则',
  'duty.set': '排班',
  'duty.ended': '撤班',
  'narrative.view': '查看诉求内容',
  'contact.reveal': '查看联系方式',
  'contact.corrected': '更正联系方式',
  'caller.lookUp': '按号码查以前的诉求',
  'enterprise.changed': '改企业资料',
  'retention.set': '改保存期限',
  'retention.deleted': '按期限删除',
  'moderation.decide': '审看公开内容',
  'report.publish': '发布报告',
  'export.table': '导出表格',
  'export.report': '导出报告',
  'sticker.make': '制作网格码',
  'sticker.change': '改网格码',
  'sticker.revokeBatch': '作废一批网格码',
  'card.save': '改服务卡',
  'unit.add': '新增单位',
  'unit.change': '改单位',
  'unit.move': '移动单位',
  'unit.retire': '停用单位',
  'grid.draw': '画网格',
  'grid.reshape': '改网格边界',
  'grid.split': '拆分网格',
  'grid.merge': '合并网格',
  'grid.rename': '改网格名称',
  'grid.retire': '停用网格',
  'grid.import': '导入网格',
  'recovery.use': '用恢复码登录',
  'session.endAll': '结束全部登录',
  'session.reuse': '旧凭据被再次使用',
  'outbox.replay': '重发失败消息',
  'calendar.imported': '导入节假日安排',
  'ops.restore': '从备份恢复',
  'consent.withdrawn': '撤回同意',
  'privacy.exported': '导出本人资料',
  'privacy.revoked': '注销账号',
  'retention.anonymised': '按期限去掉个人信息',
  'calls.recorded': '登记来电数',
  'calls.corrected': '更正来电数',
  'export.orders': '导出工单',
  'problem.merge': '合并同类问题',
};
/** What was done: of administrators by the list above, to orders, procedures and lists by their tables. */
export function actionText(action: string, kind = ''): string {
  const act = actionOfEvent(action);
  if (ACTIONS[action] !== undefined) return ACTIONS[action];
  if (act !== null) return TRANSITIONS[act].label;
  const [home, step = ''] = action.split('.');
  if (home === 'procedure' && isProcedure(kind)) {
    const own = PROCEDURES[kind];
    return (step === 'open' ? own?.open.label : own?.steps[step]?.label) ?? action;
  }
  if (home === 'ledger')
    return `${LEDGERS[kind]?.label ?? '台账'}:${isItemAct(step) ? ITEM_ACTS[step].label : step}`;
  return action;
}
export const KNOWN_ACTIONS = Object.entries(ACTIONS).map(([value, label]) => ({ value, label }));

const SUBJECTS: Readonly<Record<string, string>> = {
  PERSON: '人员',
  ORDER: '工单',
  POLICY: '规则',
  UNIT: '单位',
  ENTERPRISE: '企业',
  PROCEDURE: '程序',
  ITEM: '台账条目',
  MODERATION: '审看',
  REPORT: '报告',
  EXPORT: '导出',
  RETENTION: '保存期限',
  STICKER: '网格码',
  STREET: '街道',
  SESSION: '登录',
  INSTALLATION: '全部街道',
  PROBLEM: '共性问题',
  PLACE: '地点',
};
export const subjectText = (kind: string): string => SUBJECTS[kind] ?? kind;

export interface Finding {
  ok: boolean;
  text: string;
}

/** What recomputing the chain found, a sentence each; bad ones say which row. */
export function findingsOf(report: AuditReport): Finding[] {
  const { checked, head, beginsAfter, beginVouched, brokenCount, broken, anchors, unsealed } = report;
  const chain = broken.map(({ seq, problem }) =>
    problem === 'GAP' ? `第 ${seq} 条之前有缺失` : `第 ${seq} 条与封存时不一致`,
  );
  const more = brokenCount > broken.length ? `,另有 ${brokenCount - broken.length} 处` : '';
  return [
    {
      ok: brokenCount === 0,
      text:
        brokenCount === 0
          ? `重算 ${checked} 条,首尾相接,没有改动(链头第 ${head.seq} 条)`
          : `重算 ${checked} 条,${brokenCount} 处对不上:${chain.join(';')}${more}`,
    },
    ...(beginsAfter === 0
      ? []
      : [
          {
            ok: beginVouched,
            text: beginVouched
              ? `第 ${beginsAfter} 条及以前已按保存期限删除,有记录可查`
              : `第 ${beginsAfter} 条及以前不见了,没有删除记录`,
          },
        ]),
    {
      ok: anchors.broken.length === 0,
      text:
        anchors.broken.length > 0
          ? `库外存证与链不符:${anchors.broken.map(({ day, seq }) => `${day} 第 ${seq} 条`).join('、')}`
          : anchors.count === 0
            ? '还没有库外存证(每天一次)'
            : `库外存证 ${anchors.count} 份相符,最近 ${anchors.lastDay}`,
    },
    {
      // A tail younger than a minute is what the sealer is working on.
      ok: unsealed.ageSeconds < SEAL_PATIENCE_S,
      text:
        unsealed.count === 0
          ? '没有待封存的记录'
          : `待封存 ${unsealed.count} 条,最早 ${unsealed.oldestAt === null ? '' : formatLocal(unsealed.oldestAt)}`,
    },
  ];
}

const SEAL_PATIENCE_S = 300;
