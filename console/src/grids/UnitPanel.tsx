import {
  ADDED_KINDS,
  type AddedKind,
  type DeskUnit,
  type DeskUnitsAnswer,
  UNIT_KINDS,
  type Wgs84Pair,
} from '@yihu/shared';
import { Alert, Button, Flex, Form, Input, Select, Typography } from 'antd';
import { useEffect, useState } from 'react';
import { addUnit, changeUnit, moveUnit, retireUnit } from '../api/geo';
import { errText } from '../api/request';
import { UnitForm } from './UnitForm';
import { bodyOf, draftOf, isAddedKind, isPoint, missingIn, NEW_UNIT, parentsFor } from './units.view';

interface Props {
  units: readonly DeskUnit[];
  /** Null for a new one. */
  unit: DeskUnit | null;
  canManage: boolean;
  /** A place chosen on the map. */
  picked: Wgs84Pair | null;
  onDone: (answer: DeskUnitsAnswer, said: string) => void;
  onClose: () => void;
}

/** One unit: what is said of it, where it stands in the tree, its end. */
export function UnitPanel({ units, unit, canManage, picked, onDone, onClose }: Props) {
  const [kind, setKind] = useState<AddedKind>('SERVICE_POINT');
  const [parent, setParent] = useState<string | undefined>(unit?.parentId ?? parentsFor(units, kind)[0]?.id);
  const [draft, setDraft] = useState(unit === null ? NEW_UNIT : draftOf(unit));
  const [reason, setReason] = useState('');
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const shownKind = unit?.kind ?? kind;
  useEffect(() => {
    if (picked !== null && isPoint(shownKind)) {
      const round = (value: number) => Math.round(value * 1e6) / 1e6;
      setDraft((now) => ({ ...now, at: { lat: round(picked.lat), lng: round(picked.lng) } }));
    }
  }, [picked, shownKind]);
  const run = async (work: () => Promise<DeskUnitsAnswer>, said: string) => {
    setBusy(true);
    setError(null);
    try {
      onDone(await work(), said);
    } catch (e) {
      setError(e);
      setBusy(false);
    }
  };
  const save = () => {
    if (unit !== null) {
      const { code: _, ...words } = draft;
      void run(() => changeUnit(unit.id, { ...words, version: unit.version }), `「${draft.name}」已保存`);
    } else if (parent !== undefined) {
      void run(() => addUnit(bodyOf(draft, kind, parent)), `已新增「${draft.name}」`);
    }
  };
  const missing = missingIn(draft) ?? (parent === undefined && unit === null ? '请选上级' : null);
  const isFixed = !canManage || unit?.active === false;
  const places = parentsFor(units, shownKind);
  return (
    <Form layout="vertical" className="grids-panel" aria-label={unit?.name ?? '新增单位'} disabled={isFixed}>
      <Typography.Title level={2}>
        {unit === null ? '新增' : `${unit.name}(${UNIT_KINDS[unit.kind]})`}
      </Typography.Title>
      {unit === null && (
        <Form.Item label="种类" htmlFor="unit-kind">
          <Select
            id="unit-kind"
            value={kind}
            options={ADDED_KINDS.map((value) => ({ value, label: UNIT_KINDS[value] }))}
            onChange={(next: AddedKind) => {
              setKind(next);
              setParent(parentsFor(units, next)[0]?.id);
            }}
          />
        </Form.Item>
      )}
      {places.length > 0 && (
        <Form.Item label="上级" htmlFor="unit-parent">
          <Select
            id="unit-parent"
            value={parent}
            options={places.map(({ id, name }) => ({ value: id, label: name }))}
            onChange={setParent}
          />
        </Form.Item>
      )}
      <UnitForm
        kind={shownKind}
        draft={draft}
        isNew={unit === null}
        onChange={(part) => setDraft((now) => ({ ...now, ...part }))}
      />
      {unit !== null && (
        <p>
          人员:
          {unit.posts.length === 0
            ? '还没有'
            : unit.posts.map(({ name, roleLabel }) => `${name}(${roleLabel})`).join('、')}
        </p>
      )}
      {error !== null && <Alert type="error" showIcon role="alert" title={errText(error)} />}
      <Flex gap="small" wrap className="grids-buttons">
        <Button
          id="unit-save"
          type="primary"
          loading={busy}
          disabled={isFixed || missing !== null}
          onClick={save}
        >
          {unit === null ? '新增' : '保存'}
        </Button>
        {unit !== null && parent !== undefined && parent !== unit.parentId && (
          <Button
            onClick={() =>
              void run(
                () => moveUnit(unit.id, { version: unit.version, parentId: parent }),
                `「${unit.name}」已移动`,
              )
            }
          >
            移到新的上级
          </Button>
        )}
        {unit === null && <Button onClick={onClose}>取消</Button>}
      </Flex>
      {missing !== null && <Typography.Text type="secondary">{missing}</Typography.Text>}
      {unit !== null && isAddedKind(unit.kind) && unit.active && (
        <>
          <Form.Item label="停用原因" htmlFor="unit-reason">
            <Input
              id="unit-reason"
              value={reason}
              maxLength={200}
              onChange={(event) => setReason(event.target.value)}
            />
          </Form.Item>
          <Button
            danger
            disabled={reason.trim() === ''}
            onClick={() =>
              void run(() => retireUnit(unit.id, { version: unit.version, reason }), `「${unit.name}」已停用`)
            }
          >
            停用
          </Button>
        </>
      )}
    </Form>
  );
}
