import type { UnitKind } from '@yihu/shared';
import { Form, Input } from 'antd';
import { PointInput } from '../components';
import { isPoint, type UnitDraft } from './units.view';

interface Props {
  kind: UnitKind;
  draft: UnitDraft;
  /** A code is printed and typed: it stays as it was given. */
  isNew: boolean;
  onChange: (part: Partial<UnitDraft>) => void;
}
type Words = Exclude<keyof UnitDraft, 'at'>;

/** What is said of a unit; of points also where they are and when they are open. */
export function UnitForm({ kind, draft, isNew, onChange }: Props) {
  const line = (name: Words, label: string, most: number, placeholder = '') => (
    <Form.Item label={label} htmlFor={`unit-${name}`}>
      <Input
        id={`unit-${name}`}
        value={draft[name]}
        maxLength={most}
        placeholder={placeholder}
        disabled={name === 'code' && !isNew}
        onChange={(event) => onChange({ [name]: event.target.value })}
      />
    </Form.Item>
  );
  return (
    <>
      {line('code', '编号', 32)}
      {line('name', '名称', 64)}
      {line('shortName', '简称(最多 6 字)', 6)}
      {line('phone', '电话', 32)}
      {line('dutyPhone', '值班电话', 32)}
      {isPoint(kind) && (
        <>
          {line(
            'form',
            '类型',
            30,
            kind === 'SERVICE_POINT' ? '如:党群驿站、养老服务中心' : '如:片区就地化解点',
          )}
          {line('head', '负责人', 30)}
          {line('address', '地址', 100)}
          {line('hours', '开放时间', 60, '如:工作日 9:00–17:00')}
          <Form.Item label="位置(也可在地图上点)" htmlFor="unit-at">
            <PointInput
              id="unit-at"
              value={draft.at && { ...draft.at, datum: 'WGS84' }}
              onChange={(at) => onChange({ at: at === undefined ? null : { lat: at.lat, lng: at.lng } })}
            />
          </Form.Item>
        </>
      )}
    </>
  );
}
