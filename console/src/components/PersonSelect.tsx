import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { BY_NAME, peopleOf, personOption } from './people';

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
    ...peopleOf(unitId ?? ''),
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
      options={people.data?.people.map(personOption)}
      showSearch={BY_NAME}
    />
  );
}
