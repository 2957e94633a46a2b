import { View } from '@tarojs/components';
import type { GeoPoint, PlaceAnswer } from '@yihu/shared';
import { useEffect, useState } from 'react';
import { locate } from '../api/places';
import { errText } from '../api/request';
import { spoken } from '../platform/a11y';
import { currentLocation } from '../platform/location';
import { Button } from './Button';
import { Icon } from './Icon';

export interface PointFieldProps {
  value: GeoPoint | null;
  onChange: (point: GeoPoint) => void;
  /** Taken as soon as it is asked for: whoever checks in on the spot has one hand free. */
  atOnce?: boolean;
}

/** Where the phone is now, with the grid it lies in; can be taken again. */
export function PointField({ value, onChange, atOnce = false }: PointFieldProps) {
  const [where, setWhere] = useState('');
  const [problem, setProblem] = useState('');
  const take = async () => {
    setProblem('');
    const point = await currentLocation();
    onChange(point);
    // naming the place is a help only: without an answer the position itself is enough
    setWhere(await locate(point).then(placeText, () => ''));
  };
  const failed = (e: unknown) => setProblem(errText(e));
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the form opens
  useEffect(() => {
    if (atOnce && value === null) void take().catch(failed);
  }, []);
  return (
    <View className="yh-point">
      {value && (
        <View className="yh-point__got" {...spoken({ role: 'status', live: 'polite' })}>
          <Icon name="check" />
          已取到位置{where ? `:${where}` : ''}
        </View>
      )}
      {problem && (
        <View className="yh-field__error" {...spoken({ role: 'alert' })}>
          {problem}
        </View>
      )}
      <Button id="point-take" kind="secondary" icon="pin" onTap={take} onError={failed}>
        {value ? '重新取位置' : '取我现在的位置'}
      </Button>
    </View>
  );
}

function placeText(answer: PlaceAnswer): string {
  return answer.inside ? answer.grid.name : '在本街道网格之外';
}
