import { type QueryKey, queryOptions } from '@tanstack/react-query';
import type { UnitPeopleAnswer } from '@yihu/shared';
import { get } from '../api/request';
import { matchOf } from '../shell/pinyin';

type Person = UnitPeopleAnswer['people'][number];

/** People of a unit. */
export const peopleOf = (unitId: string) =>
  queryOptions({
    queryKey: ['unit-people', unitId] as QueryKey,
    queryFn: () => get<UnitPeopleAnswer>(`/api/units/${unitId}/people`),
  });

export const personOption = ({ id, name, roleLabel }: Person) => ({
  value: id,
  label: `${name} · ${roleLabel}`,
  found: name,
});

/** Found by name or its initials. */
export const BY_NAME = {
  filterOption: (typed: string, option?: { found: string }) => matchOf(option?.found ?? '', typed) > 0,
};
