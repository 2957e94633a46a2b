import type { Permission } from '@yihu/shared';
import { type ComponentType, type LazyExoticComponent, lazy } from 'react';

/** What the menu is divided into. */
export const GROUPS = { work: '办件', lead: '领导', figures: '数据', manage: '管理' } as const;

export interface Screen {
  path: string;
  title: string;
  group: keyof typeof GROUPS;
  /** What one must be allowed to; of several, any one. */
  permission: Permission | readonly Permission[];
  /** Jumps there after `g`. */
  key?: string;
  /** Not in the menu: reached by links only. */
  hidden?: boolean;
  component: LazyExoticComponent<ComponentType>;
}

/** Whoever has to do with orders: procedures and ledgers are about them. */
const ON_ORDERS = ['order:readOffice', 'order:readUnit'] as const;

/** Every screen of the desk, each loaded when it is opened; the menu and the command box are made from it. */
export const SCREENS: readonly Screen[] = [
  {
    path: '/orders',
    title: '工单',
    group: 'work',
    permission: 'order:readOffice',
    key: 'o',
    component: lazy(() => import('./orders/Workbench')),
  },
  {
    path: '/file',
    title: '登记来电',
    group: 'work',
    permission: 'order:fileFor',
    key: 'n',
    component: lazy(() => import('./intake/FileForCaller')),
  },
  {
    path: '/visits',
    title: '回访',
    group: 'work',
    permission: 'order:visit',
    key: 'v',
    component: lazy(() => import('./visits/Visits')),
  },
  {
    path: '/tasks',
    title: '待办流程',
    group: 'work',
    permission: ON_ORDERS,
    key: 't',
    component: lazy(() => import('./registers/Tasks')),
  },
  {
    path: '/around',
    title: '本社区范围内',
    group: 'work',
    permission: 'order:readArea',
    component: lazy(() => import('./registers/Around')),
  },
  {
    path: '/recordings',
    title: '语音听写',
    group: 'work',
    permission: 'voice:listen',
    component: lazy(() => import('./intake/Recordings')),
  },
  {
    path: '/moderation',
    title: '内容审看',
    group: 'work',
    permission: 'order:approve',
    component: lazy(() => import('./system/Moderation')),
  },
  {
    path: '/ledgers',
    title: '台账',
    group: 'work',
    permission: ON_ORDERS,
    key: 'l',
    component: lazy(() => import('./registers/Ledgers')),
  },
  {
    path: '/enterprises',
    title: '企业',
    group: 'work',
    permission: 'enterprise:read',
    component: lazy(() => import('./registers/Enterprises')),
  },
  {
    path: '/upper',
    title: '报送上级',
    group: 'work',
    permission: 'order:approve',
    component: lazy(() => import('./intake/Upper')),
  },
  {
    path: '/file/meeting',
    title: '登记会议清单',
    group: 'work',
    permission: 'order:fileFor',
    hidden: true,
    component: lazy(() => import('./intake/Meeting')),
  },
  {
    path: '/morning',
    title: '今日要情',
    group: 'lead',
    permission: 'order:readOffice',
    key: 'm',
    component: lazy(() => import('./morning/Morning')),
  },
  {
    path: '/figures',
    title: '数据看板',
    group: 'figures',
    permission: 'order:readOffice',
    key: 'f',
    component: lazy(() => import('./figures/Figures')),
  },
  {
    path: '/quality',
    title: '服务质量',
    group: 'figures',
    permission: ON_ORDERS,
    component: lazy(() => import('./quality/Quality')),
  },
  {
    path: '/reports',
    title: '报告',
    group: 'figures',
    permission: 'order:readOffice',
    component: lazy(() => import('./reports/Reports')),
  },
  {
    path: '/lines',
    title: '分线',
    group: 'figures',
    permission: 'line:read',
    component: lazy(() => import('./registers/Lines')),
  },
  {
    path: '/praises',
    title: '表扬',
    group: 'figures',
    permission: 'order:readOffice',
    component: lazy(() => import('./registers/Praises')),
  },
  {
    path: '/duty',
    title: '值班',
    group: 'manage',
    permission: [...ON_ORDERS, 'duty:manage'],
    key: 'd',
    component: lazy(() => import('./duty/Duty')),
  },
  {
    path: '/policies',
    title: '规则',
    group: 'manage',
    permission: 'policy:read',
    key: 'r',
    component: lazy(() => import('./policies/Policies')),
  },
  {
    path: '/simulate',
    title: '规则推演',
    group: 'manage',
    permission: 'policy:simulate',
    component: lazy(() => import('./policies/SimulatePage')),
  },
  {
    path: '/grids',
    title: '网格',
    group: 'manage',
    permission: 'grid:manage',
    component: lazy(() => import('./grids/Grids')),
  },
  {
    path: '/units',
    title: '单位和服务点',
    group: 'manage',
    permission: 'grid:manage',
    component: lazy(() => import('./grids/Units')),
  },
  {
    path: '/print',
    title: '张贴和服务卡',
    group: 'manage',
    permission: 'sticker:manage',
    component: lazy(() => import('./print/PrintDesk')),
  },
  {
    path: '/people',
    title: '人员',
    group: 'manage',
    permission: 'staff:read',
    key: 'p',
    component: lazy(() => import('./people/Staff')),
  },
  {
    path: '/system',
    title: '系统',
    group: 'manage',
    permission: 'health:read',
    component: lazy(() => import('./system/System')),
  },
  {
    path: '/audit',
    title: '审计',
    group: 'manage',
    permission: 'audit:read',
    component: lazy(() => import('./audit/Audit')),
  },
  {
    path: '/me',
    title: '我的账号',
    group: 'manage',
    permission: 'session:own',
    hidden: true,
    component: lazy(() => import('./people/OwnAccount')),
  },
];
