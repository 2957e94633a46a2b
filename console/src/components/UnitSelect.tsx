import { HANDLING_KINDS, type UnitKind } from '@yihu/shared';
import { Button, Flex, Select, Typography } from 'antd';
import { useUnits } from '../api/places';
import { matchOf } from '../shell/pinyin';

type Props = {
  id?: string;
  'aria-label'?: string;
  /** Only units of these kinds; those that handle orders when not given. */
  of?: readonly UnitKind[];
} & (
  | {
      many?: undefined;
      value: string | undefined;
      onChange: (id: string | undefined) => void;
      suggested?: { unitId: string; name: string; reason: string; confidence?: number } | null;
    }
  | { many: number; value: string[]; onChange: (ids: string[]) => void; suggested?: undefined }
);

/** One unit or several, found by name, code or initials (`cg` 城管); what the duty list proposes is one press away. */
export function UnitSelect({ of = HANDLING_KINDS, suggested, ...props }: Props) {
  const units = useUnits();
  const options = (units ?? [])
    .filter(({ kind }) => of.includes(kind))
    .map(({ id, name, code, shortName }) => ({
      value: id,
      label: name,
      found: `${name} ${shortName} ${code}`,
    }));
  const common = {
    id: props.id,
    'aria-label': props['aria-label'],
    options,
    loading: units === undefined,
    allowClear: true,
    placeholder: '单位名称或拼音首字母',
    showSearch: {
      filterOption: (typed: string, option?: { found: string }) =>
        (option?.found ?? '').split(' ').some((word) => matchOf(word, typed) > 0),
    },
  };
  if (props.many !== undefined) {
    return (
      <Select
        {...common}
        mode="multiple"
        maxCount={props.many}
        value={props.value}
        onChange={props.onChange}
      />
    );
  }
  return (
    <Flex vertical gap={4}>
      {suggested && (
        <Flex align="center" gap="small" wrap>
          <Button
            size="small"
            type={props.value === suggested.unitId ? 'primary' : 'default'}
            onClick={() => props.onChange(suggested.unitId)}
          >
            建议:{suggested.name}
          </Button>
          <Typography.Text type="secondary">
            {suggested.confidence !== undefined && `把握 ${suggested.confidence}% · `}
            {suggested.reason}
          </Typography.Text>
        </Flex>
      )}
      <Select {...common} value={props.value} onChange={props.onChange} />
    </Flex>
  );
}
