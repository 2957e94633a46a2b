import type { Permission } from './permissions.ts';

export interface Route {
  method: 'GET' | 'POST' | 'DELETE';
  path: string;
  /** `public`, or the permission without which the answer is 403. */
  can: Permission | 'public';
}

/** Every route of the server. A spec compares this list with what the server really mounts. */
export const ROUTES = {
  healthz: { method: 'GET', path: '/healthz', can: 'public' },
  readyz: { method: 'GET', path: '/readyz', can: 'public' },
  metrics: { method: 'GET', path: '/metrics', can: 'public' },
  signInWechat: { method: 'POST', path: '/api/session/wechat', can: 'public' },
  signInDemo: { method: 'POST', path: '/api/session/demo', can: 'public' },
  demoPersons: { method: 'GET', path: '/api/session/demo', can: 'public' },
  refreshSession: { method: 'POST', path: '/api/session/refresh', can: 'public' },
  signInStaff: { method: 'POST', path: '/api/session/staff', can: 'public' },
  completeStaff: { method: 'POST', path: '/api/session/staff/complete', can: 'public' },
  sessions: { method: 'GET', path: '/api/sessions', can: 'session:own' },
  endSession: { method: 'DELETE', path: '/api/sessions/:id', can: 'session:own' },
  changePassword: { method: 'POST', path: '/api/me/password', can: 'session:own' },
  newRecoveryCodes: { method: 'POST', path: '/api/me/recovery-codes', can: 'session:own' },
  setupState: { method: 'GET', path: '/api/setup', can: 'public' },
  setup: { method: 'POST', path: '/api/setup', can: 'public' },
  staff: { method: 'GET', path: '/api/admin/staff', can: 'staff:read' },
  createStaff: { method: 'POST', path: '/api/admin/staff', can: 'staff:manage' },
  staffRoles: { method: 'POST', path: '/api/admin/staff/:id/roles', can: 'staff:manage' },
  staffUnits: { method: 'POST', path: '/api/admin/staff/:id/units', can: 'staff:place' },
  disableStaff: { method: 'POST', path: '/api/admin/staff/:id/disable', can: 'staff:manage' },
  enableStaff: { method: 'POST', path: '/api/admin/staff/:id/enable', can: 'staff:manage' },
  resetStaff: { method: 'POST', path: '/api/admin/staff/:id/reset', can: 'staff:manage' },
  staffSessions: { method: 'GET', path: '/api/admin/staff/:id/sessions', can: 'staff:manage' },
  me: { method: 'GET', path: '/api/me', can: 'session:own' },
  ledgers: { method: 'GET', path: '/api/ledgers', can: 'unit:read' },
  ledger: { method: 'GET', path: '/api/ledgers/:kind', can: 'unit:read' },
  enterLedger: { method: 'POST', path: '/api/ledgers/:kind', can: 'unit:read' },
  ledgerItem: { method: 'GET', path: '/api/ledger-items/:id', can: 'unit:read' },
  actOnItem: { method: 'POST', path: '/api/ledger-items/:id/actions/:action', can: 'unit:read' },
  nearProblems: { method: 'GET', path: '/api/problems', can: 'public' },
  alsoMine: { method: 'POST', path: '/api/problems/:id/orders', can: 'order:file' },
  joinProblem: { method: 'POST', path: '/api/problems/:id/join', can: 'order:readOwn' },
  actOnMembers: { method: 'POST', path: '/api/ledger-items/:id/members/:act', can: 'unit:read' },
  orderProcedures: { method: 'GET', path: '/api/orders/:id/procedures', can: 'order:readOwn' },
  openOnOrder: { method: 'POST', path: '/api/orders/:id/procedures/:kind', can: 'order:readOwn' },
  openProcedure: { method: 'POST', path: '/api/procedures/open/:kind', can: 'unit:read' },
  procedureInbox: { method: 'GET', path: '/api/procedures/inbox', can: 'unit:read' },
  procedureFigures: { method: 'GET', path: '/api/procedures/figures/:kind', can: 'order:readOffice' },
  procedure: { method: 'GET', path: '/api/procedures/:id', can: 'order:readOwn' },
  procedureStep: { method: 'POST', path: '/api/procedures/:id/steps/:step', can: 'order:readOwn' },
  signOut: { method: 'DELETE', path: '/api/session', can: 'session:own' },
  streets: { method: 'GET', path: '/api/streets', can: 'public' },
  streetGrids: { method: 'GET', path: '/api/streets/:id/grids', can: 'public' },
  streetUnits: { method: 'GET', path: '/api/streets/:id/units', can: 'unit:read' },
  locate: { method: 'GET', path: '/api/places/locate', can: 'public' },
  gridByCode: { method: 'GET', path: '/api/places/codes/:code', can: 'public' },
  upload: { method: 'POST', path: '/api/attachments', can: 'attachment:upload' },
  file: { method: 'GET', path: '/files/:id/:variant', can: 'public' },
  submit: { method: 'POST', path: '/api/orders', can: 'order:file' },
  fileFor: { method: 'POST', path: '/api/orders/for-caller', can: 'order:fileFor' },
  myOrders: { method: 'GET', path: '/api/orders/mine', can: 'order:readOwn' },
  myTasks: { method: 'GET', path: '/api/orders/tasks', can: 'order:readUnit' },
  desk: { method: 'GET', path: '/api/orders/desk', can: 'order:readOffice' },
  deskCounts: { method: 'GET', path: '/api/orders/desk/counts', can: 'order:readOffice' },
  morning: { method: 'GET', path: '/api/orders/morning', can: 'order:readOffice' },
  order: { method: 'GET', path: '/api/orders/:id', can: 'order:readOwn' },
  act: { method: 'POST', path: '/api/orders/:id/actions/:action', can: 'order:readOwn' },
  revealContact: { method: 'POST', path: '/api/orders/:id/contact', can: 'contact:reveal' },
  checkIntake: { method: 'POST', path: '/api/intake/check', can: 'order:readOwn' },
  callerOrders: { method: 'POST', path: '/api/intake/callers', can: 'caller:lookUp' },
  sameMatter: { method: 'GET', path: '/api/intake/orders/:id/same', can: 'order:merge' },
  takeMeeting: { method: 'POST', path: '/api/intake/meetings', can: 'order:fileFor' },
  orderThread: { method: 'GET', path: '/api/orders/:id/thread', can: 'order:readOwn' },
  classes: { method: 'GET', path: '/api/classes', can: 'order:readOwn' },
  lines: { method: 'GET', path: '/api/lines', can: 'line:read' },
  lineOrders: { method: 'GET', path: '/api/lines/:line/orders', can: 'line:read' },
  praises: { method: 'GET', path: '/api/praises', can: 'order:readOffice' },
  enterprises: { method: 'GET', path: '/api/enterprises', can: 'enterprise:read' },
  enterpriseOrders: { method: 'GET', path: '/api/enterprises/:id/orders', can: 'enterprise:read' },
  changeEnterprise: { method: 'POST', path: '/api/enterprises/:id', can: 'enterprise:manage' },
  upperUnsent: { method: 'GET', path: '/api/upper', can: 'order:approve' },
  upperExport: { method: 'POST', path: '/api/upper/export', can: 'order:approve' },
  upperAck: { method: 'POST', path: '/api/upper/ack', can: 'order:approve' },
  notices: { method: 'GET', path: '/api/notices', can: 'notice:read' },
  unreadCount: { method: 'GET', path: '/api/notices/unread-count', can: 'notice:read' },
  readNotice: { method: 'POST', path: '/api/notices/:id/read', can: 'notice:read' },
  readAllNotices: { method: 'POST', path: '/api/notices/read-all', can: 'notice:read' },
  subscriptions: { method: 'GET', path: '/api/subscriptions', can: 'notice:read' },
  subscriptionTaps: { method: 'POST', path: '/api/subscriptions/taps', can: 'notice:read' },
  outboxDead: { method: 'GET', path: '/api/admin/outbox', can: 'outbox:manage' },
  outboxReplay: { method: 'POST', path: '/api/admin/outbox/:id/replay', can: 'outbox:manage' },
  adminHealth: { method: 'GET', path: '/api/admin/health', can: 'health:read' },
  auditPage: { method: 'GET', path: '/api/admin/audit', can: 'audit:read' },
  auditVerify: { method: 'GET', path: '/api/admin/audit/verify', can: 'audit:read' },
  retention: { method: 'GET', path: '/api/admin/retention', can: 'health:read' },
  setRetention: { method: 'POST', path: '/api/admin/retention', can: 'retention:manage' },
  figures: { method: 'GET', path: '/api/figures', can: 'order:readOffice' },
  figureOrders: { method: 'GET', path: '/api/figures/:name/orders', can: 'order:readOffice' },
  links: { method: 'GET', path: '/api/links', can: 'order:readOffice' },
  linkOrders: { method: 'GET', path: '/api/links/:link/orders', can: 'order:readOffice' },
  orderLinks: { method: 'GET', path: '/api/orders/:id/links', can: 'unit:read' },
  verdicts: { method: 'GET', path: '/api/verdicts', can: 'order:readOffice' },
  duty: { method: 'GET', path: '/api/duty', can: 'unit:read' },
  setDuty: { method: 'POST', path: '/api/duty', can: 'duty:manage' },
  endDuty: { method: 'DELETE', path: '/api/duty/:id', can: 'duty:manage' },
  policies: { method: 'GET', path: '/api/policies', can: 'policy:read' },
  policyStarts: { method: 'GET', path: '/api/policies/starts', can: 'policy:read' },
  policyVersions: { method: 'GET', path: '/api/policies/kinds/:kind', can: 'policy:read' },
  savePolicy: { method: 'POST', path: '/api/policies/kinds/:kind', can: 'policy:edit' },
  checkPolicy: { method: 'POST', path: '/api/policies/kinds/:kind/check', can: 'policy:read' },
  policyVersion: { method: 'GET', path: '/api/policies/versions/:id', can: 'policy:read' },
  approvePolicy: { method: 'POST', path: '/api/policies/versions/:id/approve', can: 'policy:edit' },
  simulate: { method: 'POST', path: '/api/policies/simulate', can: 'policy:simulate' },
  myPhone: { method: 'GET', path: '/api/me/phone', can: 'session:own' },
  setMyPhone: { method: 'POST', path: '/api/me/phone', can: 'session:own' },
  dropMyPhone: { method: 'DELETE', path: '/api/me/phone', can: 'session:own' },
  myData: { method: 'GET', path: '/api/me/privacy', can: 'session:own' },
  myLooks: { method: 'GET', path: '/api/me/looks', can: 'session:own' },
  myContacts: { method: 'GET', path: '/api/me/contacts', can: 'session:own' },
  correctContact: { method: 'POST', path: '/api/me/contact', can: 'session:own' },
  myConsents: { method: 'GET', path: '/api/me/consents', can: 'session:own' },
  exportMyData: { method: 'POST', path: '/api/me/export', can: 'session:own' },
  deletionPlan: { method: 'GET', path: '/api/me/deletion', can: 'session:own' },
  deleteMyAccount: { method: 'POST', path: '/api/me/deletion', can: 'session:own' },
  dropSubscriptions: { method: 'DELETE', path: '/api/me/subscriptions', can: 'session:own' },
  moderation: { method: 'GET', path: '/api/moderation', can: 'order:approve' },
  moderate: { method: 'POST', path: '/api/moderation/:id', can: 'order:approve' },
  sticker: { method: 'GET', path: '/api/places/stickers/:id', can: 'public' },
  stickers: { method: 'GET', path: '/api/admin/stickers', can: 'sticker:manage' },
  makeStickers: { method: 'POST', path: '/api/admin/stickers', can: 'sticker:manage' },
  changeSticker: { method: 'POST', path: '/api/admin/stickers/:id', can: 'sticker:manage' },
  stickerCode: { method: 'GET', path: '/api/admin/stickers/:id/wxcode', can: 'sticker:manage' },
  stickerQr: { method: 'GET', path: '/api/admin/stickers/:id/qr', can: 'sticker:manage' },
  wechatAdmin: { method: 'GET', path: '/api/admin/wechat', can: 'health:read' },
  wechatPushCheck: { method: 'GET', path: '/wechat/push', can: 'public' },
  wechatPush: { method: 'POST', path: '/wechat/push', can: 'public' },
} as const satisfies Record<string, Route>;
export type RouteName = keyof typeof ROUTES;

/** Signed-in person, as the client sees herself. */
export interface Me {
  personId: string;
  name: string;
  staff: boolean;
  roles: { role: string; roleLabel: string; unitId: string; unitName: string }[];
  permissions: Permission[];
  street: { id: string; name: string } | null;
}

export interface SignedIn {
  token: string;
  /** The access token's end. */
  expiresAt: string;
  /** For POST /api/session/refresh. */
  refreshToken: string;
  me: Me;
}

export interface DemoPerson {
  code: string;
  name: string;
  role: string;
  roleLabel: string;
  opens: 'resident' | 'handler' | 'desk';
}
