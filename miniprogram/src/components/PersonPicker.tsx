import { Text } from '@tarojs/components';
import { peopleOf } from '../api/places';
import { useRemote } from '../api/use-remote';
import { ChoiceList } from './ChoiceList';
import { Remote } from './Remote';

export interface PersonPickerProps {
  label: string;
  /** Whose people are offered; null until a unit is chosen. */
  unitId: string | null | undefined;
  value: string | null;
  onChange: (personId: string) => void;
}

/** Somebody of a unit, by name and post. */
export function PersonPicker({ label, unitId, value, onChange }: PersonPickerProps) {
  const people = useRemote(unitId ? `people:${unitId}` : null, async () => {
    const answer = await peopleOf(unitId ?? '');
    return answer.people;
  });
  if (!unitId) return <Text className="yh-muted">先选单位</Text>;
  return (
    <Remote of={people}>
      {(all) => (
        <ChoiceList
          label={label}
          search="查找姓名"
          limit={8}
          value={value}
          onChange={onChange}
          choices={all.map(({ id, name, roleLabel }) => ({ value: id, label: name, hint: roleLabel }))}
        />
      )}
    </Remote>
  );
}
