import { ROLE_PERMISSIONS, type Role } from '@yihu/shared';
import { landingTab, partsOf, roleText } from './landing';

const me = (role: Role) => ({ permissions: [...ROLE_PERMISSIONS[role]] });

it.each([
  ['RESIDENT', 'resident/home/index'],
  ['GRID_WORKER', 'handler/tasks/index'],
  ['SECTION_HANDLER', 'handler/tasks/index'],
  ['CLERK', 'handler/tasks/index'],
  ['ADMIN_SYSTEM', 'resident/home/index'],
] as const)('%s starts on %s', (role, tab) => {
  expect(landingTab(me(role))).toBe(tab);
});

it('lets the desk take down callers, and grid workers and deputies what they are told on their rounds', () => {
  expect(partsOf(me('CLERK'))).toMatchObject({ desk: true, filesForCallers: true, handles: false });
  expect(partsOf(me('GRID_WORKER'))).toMatchObject({ desk: false, filesForCallers: true, handles: true });
  expect(partsOf(me('DEPUTY'))).toMatchObject({ desk: false, filesForCallers: true });
  expect(partsOf(me('COMMUNITY_HEAD'))).toMatchObject({ watches: true, handles: true });
  expect(partsOf(me('GRID_WORKER'))).toMatchObject({ watches: false });
  expect(partsOf(me('SECTION_HANDLER'))).toMatchObject({ filesForCallers: false, handles: true });
});

it('names the roles of staff only', () => {
  const role = (name: string, roleLabel: string) => ({
    role: name,
    roleLabel,
    unitId: 'u',
    unitName: '一网格',
  });
  expect(roleText({ roles: [role('RESIDENT', '居民')] })).toBe('');
  expect(roleText({ roles: [role('RESIDENT', '居民'), role('GRID_WORKER', '网格员')] })).toBe(
    '网格员 · 一网格',
  );
});
