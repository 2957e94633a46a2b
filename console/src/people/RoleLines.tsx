import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { isAdminRole, ROLES, type Role } from '@yihu/shared';
import { Button, Flex, Select } from 'antd';
import { AnyUnitSelect } from '../components';
import type { RoleLine } from './staff.view';

const CHOICES = Object.entries(ROLES)
  .filter(([role]) => role !== 'RESIDENT')
  .map(([value, label]) => ({ value: value as Role, label }));

interface Props {
  value?: RoleLine[];
  onChange?: (lines: RoleLine[]) => void;
}

/** Roles of a person, each with the units it counts on; an administrator's counts on the street only. */
export function RoleLines({ value = [], onChange }: Props) {
  const change = (at: number, line: RoleLine | null) =>
    onChange?.(value.flatMap((each, n) => (n !== at ? [each] : line === null ? [] : [line])));
  return (
    <Flex vertical gap="small">
      {value.map((line, at) => (
        <Flex key={line.role} gap="small">
          <Select
            aria-label={`第 ${at + 1} 个角色`}
            style={{ width: 140 }}
            showSearch={{ optionFilterProp: 'label' }}
            value={line.role}
            options={CHOICES.filter(
              ({ value: role }) => role === line.role || !value.some((each) => each.role === role),
            )}
            onChange={(role) => change(at, { role, unitIds: [] })}
          />
          <AnyUnitSelect
            many
            aria-label={`${ROLES[line.role]}所在单位`}
            style={{ flex: 1, minWidth: 240 }}
            of={isAdminRole(line.role) ? ['STREET'] : undefined}
            value={line.unitIds}
            onChange={(unitIds) => change(at, { ...line, unitIds })}
          />
          <Button
            aria-label={`去掉${ROLES[line.role]}`}
            icon={<DeleteOutlined />}
            onClick={() => change(at, null)}
          />
        </Flex>
      ))}
      <Button
        type="dashed"
        icon={<PlusOutlined />}
        onClick={() => {
          const free = CHOICES.find(({ value: role }) => !value.some((each) => each.role === role));
          if (free) onChange?.([...value, { role: free.value, unitIds: [] }]);
        }}
      >
        加一个角色
      </Button>
    </Flex>
  );
}
