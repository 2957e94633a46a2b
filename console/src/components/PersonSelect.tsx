import { useQuery } from '@tanstack/react-query';
import type { UnitPeopleAnswer } from '@yihu/shared';
import { Select } from 'antd';
import { get } from '../api/request';
import { matchOf } from '../shell/pinyin';

interface Props {
  id?: string;
  'aria-label'?: string;
  value: string | undefined;
  onChange: (personId: string | undefined) => void;
  /** Whose people are offered. */
  unitId: string | null | undefined;
}

/** Somebody of a unit, found by name or its initials. */
export function PersonSelect({ unitId, value, onChange, ...aria }: Props) {
  const people = useQuery({
    queryKey: ['unit-people', unitId],
    queryFn: () => get<UnitPeopleAnswer>(`/api/units/${unitId}/people`),
    enabled: Boolean(unitId),
  });
  return (
    <Select
      {...aria}
      allowClear
      disabled={!unitId}
      loading={people.isLoading}
      placeholder={unitId ? '姓名或拼音首字母' : '先选单位'}
      value={value}
      onChange={onChange}
      options={people.data?.people.map((one) => ({
        value: one.id,
        label: `${one.name} · ${one.roleLabel}`,
        found: one.name,
      }))}
      showSearch={{ filterOption: (typed, option) => matchOf(option?.found ?? '', typed) > 0 }}
    />
  );
}
