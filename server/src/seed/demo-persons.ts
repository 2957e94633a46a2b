import { ROLES, type Role } from '@yihu/shared';
import { demoId } from './demo-ids';
import { DEMO_OFFICE_CODE, DEMO_STREET_CODE } from './demo-units';

/** A fictional person one can sign in as while the demo is on. */
export interface DemoPerson {
  /** Typed to sign in; refused in production. */
  code: string;
  name: string;
  role: Role;
  roleLabel: string;
  /** The unit the role is granted on; null for residents. */
  unitCode: string | null;
  opens: 'resident' | 'handler' | 'desk';
  personId: string;
}

type Opens = DemoPerson['opens'];

// code, name, role, unit code, what she opens. All names are made up.
const ROWS: [string, string, Role, string | null, Opens][] = [
  ['li', '李阿姨', 'RESIDENT', null, 'resident'],
  ['wang', '王先生(企业)', 'RESIDENT', null, 'resident'],
  ['grid-zhang', '张敏', 'GRID_WORKER', 'NQ-DX-01', 'handler'],
  ['grid-sun', '孙立', 'GRID_WORKER', 'NQ-DX-02', 'handler'],
  ['grid-zhou', '周芳', 'GRID_WORKER', 'NQ-DX-03', 'handler'],
  ['grid-wu', '吴强', 'GRID_WORKER', 'NQ-DX-04', 'handler'],
  ['grid-zheng', '郑洁', 'GRID_WORKER', 'NQ-DG-01', 'handler'],
  ['grid-feng', '冯伟', 'GRID_WORKER', 'NQ-DG-02', 'handler'],
  ['grid-chu', '储云', 'GRID_WORKER', 'NQ-DG-03', 'handler'],
  ['grid-wei', '卫东', 'GRID_WORKER', 'NQ-XH-01', 'handler'],
  ['grid-jiang', '蒋琳', 'GRID_WORKER', 'NQ-XH-02', 'handler'],
  ['grid-shen', '沈涛', 'GRID_WORKER', 'NQ-XH-03', 'handler'],
  ['grid-han', '韩雪', 'GRID_WORKER', 'NQ-KQ-01', 'handler'],
  ['grid-yang', '杨帆', 'GRID_WORKER', 'NQ-KQ-02', 'handler'],
  ['grid-zhu', '朱宁', 'GRID_WORKER', 'NQ-KQ-03', 'handler'],
  ['grid-qin', '秦岭', 'GRID_WORKER', 'NQ-KQ-04', 'handler'],
  ['grid-xu', '许静', 'GRID_WORKER', 'NQ-HG-01', 'handler'],
  ['grid-he', '何军', 'GRID_WORKER', 'NQ-HG-02', 'handler'],
  ['grid-lv', '吕梅', 'GRID_WORKER', 'NQ-HG-03', 'handler'],
  ['grid-shi', '施展', 'GRID_WORKER', 'NQ-HG-04', 'handler'],
  ['head-dx', '方慧', 'COMMUNITY_HEAD', '340104004001', 'handler'],
  ['head-dg', '丁一鸣', 'COMMUNITY_HEAD', '340104004002', 'handler'],
  ['head-xh', '金玉兰', 'COMMUNITY_HEAD', '340104004003', 'handler'],
  ['head-kq', '陶然', 'COMMUNITY_HEAD', '340104004004', 'handler'],
  ['head-hg', '洪亮', 'COMMUNITY_HEAD', '340104004005', 'handler'],
  ['desk-chen', '陈晓', 'CLERK', DEMO_OFFICE_CODE, 'desk'],
  ['desk-liu', '刘洋', 'CLERK', DEMO_OFFICE_CODE, 'desk'],
  ['sec-cg', '高峰', 'SECTION_HANDLER', 'NQ-CG', 'handler'],
  ['sec-ss', '谢娟', 'SECTION_HANDLER', 'NQ-SS', 'handler'],
  ['sec-yj', '邹勇', 'SECTION_HANDLER', 'NQ-YJ', 'handler'],
  ['sec-wy', '章怡', 'SECTION_HANDLER', 'NQ-WY', 'handler'],
  ['sec-jf', '苏航', 'SECTION_HANDLER', 'NQ-JF', 'handler'],
  ['sec-sj', '潘杰', 'SECTION_HANDLER', 'NQ-SJ', 'handler'],
  ['lead-fan', '范书平', 'LEADER_DEPUTY', DEMO_STREET_CODE, 'desk'],
  ['lead-peng', '彭建国', 'LEADER_MAIN', DEMO_STREET_CODE, 'desk'],
  ['admin-sys', '鲁明', 'ADMIN_SYSTEM', DEMO_STREET_CODE, 'desk'],
  ['admin-sec', '韦安', 'ADMIN_SECURITY', DEMO_STREET_CODE, 'desk'],
  ['admin-audit', '昌正', 'ADMIN_AUDIT', DEMO_STREET_CODE, 'desk'],
  ['med-lu', '陆和', 'MEDIATOR', 'NQ-TJ', 'handler'],
  ['med-cheng', '程颐', 'MEDIATOR', 'NQ-TJ-1', 'handler'],
  ['dep-bai', '白洁', 'DEPUTY', 'NQ-DB', 'handler'],
  ['fw-mei', '梅香', 'SECTION_HANDLER', 'NQ-FW-1', 'handler'],
  ['ext-zj', '孔明亮', 'SECTION_HANDLER', 'NQ-W-ZJ', 'handler'],
  ['ext-gd', '光耀', 'SECTION_HANDLER', 'NQ-W-GD', 'handler'],
  ['zb-qian', '钱进', 'SECTION_HANDLER', 'NQ-ZB', 'handler'],
  ['sup-ye', '叶青', 'SUPERVISOR', DEMO_OFFICE_CODE, 'desk'],
  ['vis-lin', '林晓', 'VISITOR', DEMO_OFFICE_CODE, 'desk'],
];

export const DEMO_PERSONS: readonly DemoPerson[] = ROWS.map(([code, name, role, unitCode, opens], at) => ({
  code,
  name,
  role,
  roleLabel: ROLES[role],
  unitCode,
  opens,
  personId: demoId('PERSON', at + 1),
}));
