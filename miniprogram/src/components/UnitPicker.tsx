import { Text, View } from '@tarojs/components';
import { HANDLING_KINDS, UNIT_KINDS, type UnitChoice, type UnitKind } from '@yihu/shared';
import { unitsOf, useStreet } from '../api/places';
import { useRemote } from '../api/use-remote';
import { spoken } from '../platform/a11y';
import { ChoiceList } from './ChoiceList';
import { Icon } from './Icon';
import { Remote } from './Remote';

export interface UnitPickerProps {
  value: string | null;
  onChange: (unitId: string) => void;
  /** What the duty list proposes, with its reason. Never chosen by itself. */
  /** Only units of these kinds; those that handle orders when not given. */
  of?: readonly UnitKind[];
  suggested?: { unitId: string; name: string; reason: string } | null;
}

/** Whom to hand an order to: the proposed unit first, then all units of the street, searchable. */
export function UnitPicker({ value, onChange, suggested, of = HANDLING_KINDS }: UnitPickerProps) {
  const street = useStreet();
  const streetId = street.data?.id;
  const units = useRemote(streetId ? `units:${streetId}` : null, async () => {
    const { units: all } = await unitsOf(streetId ?? '');
    return all;
  });
  return (
    <View>
      {suggested && (
        <View
          id="unit-suggested"
          className={`yh-suggest${value === suggested.unitId ? ' yh-suggest--on' : ''}`}
          onClick={() => onChange(suggested.unitId)}
          {...spoken({ role: 'radio', checked: value === suggested.unitId, label: `建议 ${suggested.name}` })}
        >
          <View className="yh-suggest__head">
            <Text className="yh-suggest__name">建议:{suggested.name}</Text>
            {value === suggested.unitId ? <Icon name="check" /> : <Text className="yh-link">选它</Text>}
          </View>
          <Text className="yh-suggest__why">{suggested.reason}</Text>
        </View>
      )}
      <Remote of={units}>
        {(all) => (
          <ChoiceList
            label="承办单位"
            search="查找单位"
            limit={8}
            value={value}
            onChange={onChange}
            choices={all
              .filter((unit) => of.includes(unit.kind))
              .map((unit) => ({
                value: unit.id,
                label: unit.name,
                hint: hintOf(unit, all),
                keywords: [unit.code, unit.shortName],
              }))}
          />
        )}
      </Remote>
    </View>
  );
}

function hintOf(unit: UnitChoice, all: readonly UnitChoice[]): string {
  const parent = all.find(({ id }) => id === unit.parentId);
  return parent ? `${UNIT_KINDS[unit.kind]} · ${parent.name}` : UNIT_KINDS[unit.kind];
}
