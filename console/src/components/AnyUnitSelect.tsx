import { UNIT_KINDS, type UnitKind } from '@yihu/shared';
import { Select } from 'antd';
import { useAllUnits } from '../api/units';
import { matchOf } from '../shell/pinyin';

type Props = {
  id?: string;
  'aria-label'?: string;
  disabled?: boolean;
  placeholder?: string;
  style?: React.CSSProperties;
  /** Only units of these kinds; all when not given. */
  of?: readonly UnitKind[];
  /** The one unit that is not meant. */
  except?: string;
} & (
  | { many: true; value?: string[]; onChange?: (ids: string[]) => void }
  | { many?: undefined; value?: string; onChange?: (id: string) => void }
);

/** Any unit of the street, the street itself and its office too: for posts and rosters. */
export function AnyUnitSelect({ of, except, many, value, onChange, placeholder = '单位', ...rest }: Props) {
  const units = useAllUnits();
  const common = {
    ...rest,
    placeholder,
    loading: units === undefined,
    popupMatchSelectWidth: false,
    options: (units ?? [])
      .filter(({ id, kind }) => id !== except && (of === undefined || of.includes(kind)))
      .map(({ id, name, shortName, code, kind }) => ({
        value: id,
        label: `${name}(${UNIT_KINDS[kind]})`,
        found: `${name} ${shortName} ${code}`,
      })),
    showSearch: {
      filterOption: (typed: string, option?: { found: string }) =>
        (option?.found ?? '').split(' ').some((word) => matchOf(word, typed) > 0),
    },
  };
  return many ? (
    <Select {...common} mode="multiple" value={value} onChange={onChange as (ids: string[]) => void} />
  ) : (
    <Select {...common} value={value as string | undefined} onChange={onChange as (id: string) => void} />
  );
}
