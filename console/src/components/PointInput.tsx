import type { GeoPoint } from '@yihu/shared';
import { Flex, InputNumber, Typography } from 'antd';

interface Props {
  id?: string;
  'aria-label'?: string;
  value: GeoPoint | null;
  onChange: (point: GeoPoint | undefined) => void;
}

/** A place by its coordinates (WGS-84). */
export function PointInput({ id, value, onChange, ...aria }: Props) {
  const change = (part: Partial<Pick<GeoPoint, 'lat' | 'lng'>>) =>
    onChange({ lat: value?.lat ?? 0, lng: value?.lng ?? 0, ...part, datum: 'WGS84' });
  return (
    <Flex gap="small" align="center">
      <InputNumber
        {...aria}
        id={id}
        placeholder="纬度"
        min={-90}
        max={90}
        precision={6}
        value={value?.lat}
        onChange={(lat) => change({ lat: lat ?? 0 })}
      />
      <InputNumber
        aria-label="经度"
        placeholder="经度"
        min={-180}
        max={180}
        precision={6}
        value={value?.lng}
        onChange={(lng) => change({ lng: lng ?? 0 })}
      />
      <Typography.Text type="secondary">WGS-84</Typography.Text>
    </Flex>
  );
}
