/** Permissions and roles as data. Code asks for permissions, never for role names. */
export const PERMISSIONS = {
  'session:own': '使用自己的账号',
  'attachment:upload': '上传照片',
  'order:file': '反映诉求',
  'order:fileFor': '代为登记',
  'order:readOwn': '看自己的诉求',
  'order:readUnit': '看本单位的工单',
  'order:readOffice': '看本街道的工单',
  'order:accept': '受理',
  'order:classify': '分类',
  'order:dispatch': '转交',
  'order:approve': '回复',
  'order:supervise': '督办',
  'order:visit': '回访',
  'order:close': '办结',
  'order:merge': '并单',
  'order:decide': '批示',
  'order:decideMain': '主要领导批示',
  'clock:rebase': '按新日历重算时限',
  'order:sign': '签收',
  'order:handle': '办理',
  'order:reply': '答复',
  'order:mediate': '调解',
  'order:signFinal': '签发最终答复',
  'order:follow': '代表跟进',
  'patrol:do': '巡查',
  'contact:reveal': '查看联系方式',
  'voice:listen': '听诉求录音',
  'unit:read': '查看单位',
  'notice:read': '看消息',
  'outbox:manage': '处理失败的消息',
  'sticker:manage': '管理网格码',
  'health:read': '查看运行状况',
  'audit:read': '查看审计记录',
  'retention:manage': '设置保存期限',
  'policy:read': '查看规则',
  'policy:edit': '修改和复核规则',
  'policy:simulate': '推演规则',
  'staff:read': '查看工作人员',
  'staff:manage': '管理账号和角色',
  'staff:place': '安排人员所在单位',
} as const;
export type Permission = keyof typeof PERMISSIONS;

export const ROLES = {
  RESIDENT: '居民',
  GRID_WORKER: '网格员',
  GRID_HEAD: '网格长',
  COMMUNITY_HEAD: '社区负责人',
  SECTION_HANDLER: '科室经办人',
  UNIT_HEAD: '部门负责人',
  CLERK: '坐席',
  SUPERVISOR: '督办员',
  VISITOR: '回访员',
  MEDIATOR: '调解员',
  DEPUTY: '人大代表',
  LEADER_DEPUTY: '分管领导',
  LEADER_MAIN: '主要领导',
  ADMIN_SYSTEM: '系统管理员',
  ADMIN_SECURITY: '安全管理员',
  ADMIN_AUDIT: '审计管理员',
} as const;
export type Role = keyof typeof ROLES;

const EVERYONE: readonly Permission[] = ['session:own', 'notice:read'];
const STAFF: readonly Permission[] = [...EVERYONE, 'attachment:upload', 'unit:read'];
const HANDLER: readonly Permission[] = [
  ...STAFF,
  'order:readUnit',
  'order:sign',
  'order:handle',
  'order:reply',
  'patrol:do',
  'contact:reveal',
];
/** Whoever works at the desk may look at the rules and ask what others would do. */
const RULES: readonly Permission[] = ['policy:read', 'policy:simulate'];
const LEADER: readonly Permission[] = [
  ...STAFF,
  'order:readOffice',
  'order:supervise',
  'order:decide',
  'clock:rebase',
  ...RULES,
  'policy:edit',
];

/** What each role may do inside the unit it is granted on (and that unit's subtree). */
export const ROLE_PERMISSIONS: Readonly<Record<Role, readonly Permission[]>> = {
  RESIDENT: [...EVERYONE, 'attachment:upload', 'order:file', 'order:readOwn'],
  GRID_WORKER: HANDLER,
  GRID_HEAD: HANDLER,
  COMMUNITY_HEAD: [...HANDLER, 'order:signFinal'],
  SECTION_HANDLER: HANDLER,
  UNIT_HEAD: [...HANDLER, 'order:signFinal'],
  CLERK: [
    ...STAFF,
    'order:fileFor',
    'order:readOffice',
    'order:accept',
    'order:classify',
    'order:dispatch',
    'order:approve',
    'order:visit',
    'order:close',
    'order:merge',
    'order:supervise',
    'contact:reveal',
    'voice:listen',
    'sticker:manage',
    ...RULES,
  ],
  SUPERVISOR: [...STAFF, 'order:readOffice', 'order:supervise', 'voice:listen', ...RULES],
  VISITOR: [...STAFF, 'order:readOffice', 'order:visit', 'order:close', 'contact:reveal'],
  MEDIATOR: [...STAFF, 'order:readUnit', 'order:mediate'],
  DEPUTY: [...STAFF, 'order:readUnit', 'order:follow', 'patrol:do'],
  LEADER_DEPUTY: LEADER,
  LEADER_MAIN: [...LEADER, 'order:decideMain'],
  ADMIN_SYSTEM: [
    ...EVERYONE,
    'sticker:manage',
    'unit:read',
    'health:read',
    'outbox:manage',
    'staff:read',
    'staff:place',
    'policy:read',
    'policy:edit',
  ],
  ADMIN_SECURITY: [
    ...EVERYONE,
    'retention:manage',
    'unit:read',
    'health:read',
    'staff:read',
    'staff:manage',
    'policy:read',
  ],
  ADMIN_AUDIT: [...EVERYONE, 'audit:read', 'health:read', 'staff:read', 'policy:read'],
};

/** One grant of a staff member: a role on a unit; `unitPath` is that unit's path in the tree. */
export interface Grant {
  role: Role;
  unitId: string;
  unitPath: string;
}
