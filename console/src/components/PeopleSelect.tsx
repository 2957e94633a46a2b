import { useQueries } from '@tanstack/react-query';
import { Flex, Select } from 'antd';
import { useState } from 'react';
import { AnyUnitSelect } from './AnyUnitSelect';
import { BY_NAME, peopleOf, personOption } from './people';

interface Props {
  id?: string;
  'aria-label'?: string;
  max: number;
  value: string[];
  onChange: (ids: string[]) => void;
}

/** Several of the street's staff: a unit is named, and its people can be ticked; those of units named before stay. */
export function PeopleSelect({ max, value, onChange, ...aria }: Props) {
  const [units, setUnits] = useState<string[]>([]);
  const people = useQueries({
    queries: units.map(peopleOf),
  });
  const known = new Map(
    people.flatMap(({ data }) => data?.people.map((one) => [one.id, one] as const) ?? []),
  );
  return (
    <Flex vertical gap={4}>
      <AnyUnitSelect
        aria-label="从哪个单位选人"
        value={units.at(-1)}
        onChange={(unitId) => unitId !== undefined && setUnits([...new Set([...units, unitId])])}
      />
      <Select
        {...aria}
        mode="multiple"
        maxCount={max}
        disabled={units.length === 0}
        placeholder={units.length === 0 ? '先选单位' : '姓名或拼音首字母'}
        value={value}
        onChange={onChange}
        options={[...known.values()].map(personOption)}
        showSearch={BY_NAME}
      />
    </Flex>
  );
}
