import type { BulkAct } from '@yihu/shared';
import { Button, Flex } from 'antd';
import { useState } from 'react';
import { AgendaDialog } from '../agenda';
import { useKeys } from '../keys';
import { useMe } from '../session/session';
import './bulk.css';
import { BulkSheet } from './BulkSheet';
import { BulkTray } from './BulkTray';
import { type Choosable, offersFor } from './bulk.view';
import type { Chosen } from './use-chosen';

interface Props<T extends Choosable> {
  chosen: Chosen<T>;
  /** Orders of the list that are loaded. */
  rows: readonly T[];
  /** The one that X takes in. */
  currentId: string | null;
}

/** What can be done with those chosen, and what is being done with those sent. */
export function BulkBar<T extends Choosable>({ chosen, rows, currentId }: Props<T>) {
  const me = useMe();
  const [act, setAct] = useState<BulkAct | null>(null);
  const [agenda, setAgenda] = useState(false);
  const mayMeet = me.permissions.includes('order:supervise');
  const current = rows.find(({ id }) => id === currentId);
  // As the list has them now: one that was acted on meanwhile is judged by what it is.
  const picked = chosen.rows.map((row) => rows.find(({ id }) => id === row.id) ?? row);
  const offers = offersFor(me.permissions, picked);
  useKeys('成批', [
    {
      key: 'x',
      label: '选中或取消',
      run: () => current && chosen.toggle(current),
      active: current !== undefined,
    },
    { key: 'shift+x', label: '选中已加载的全部', run: () => chosen.addAll(rows), active: rows.length > 0 },
    {
      key: 'b',
      label: '成批办理',
      run: () => document.querySelector<HTMLElement>('#bulk-bar button')?.focus(),
      active: chosen.size > 0,
    },
  ]);
  return (
    <>
      {chosen.size > 0 && (
        <Flex
          id="bulk-bar"
          className="bulk-bar"
          gap="small"
          align="center"
          wrap
          role="toolbar"
          aria-label="成批办理"
        >
          <strong aria-live="polite">已选 {chosen.size} 件</strong>
          {offers.map(({ act: offered, fits }) => (
            <Button
              key={offered.name}
              id={`bulk-${offered.name.replace('.', '-')}`}
              size="small"
              onClick={() => setAct(offered)}
            >
              {offered.label}
              {fits < chosen.size && <span className="desk-muted"> {fits} 件</span>}
            </Button>
          ))}
          {mayMeet && (
            <Button id="bulk-agenda" size="small" onClick={() => setAgenda(true)}>
              列入会议议程
            </Button>
          )}
          {offers.length === 0 && !mayMeet && <span className="desk-muted">这些工单没有能一起办的事</span>}
          <Button size="small" type="text" onClick={chosen.clear}>
            取消选择
          </Button>
        </Flex>
      )}
      {act !== null && (
        <BulkSheet
          act={act}
          rows={picked}
          onHeld={() => {
            setAct(null);
            chosen.clear();
          }}
          onClose={() => setAct(null)}
        />
      )}
      {agenda && (
        <AgendaDialog
          orderIds={picked.map(({ id }) => id)}
          itemIds={[]}
          onDone={() => {
            setAgenda(false);
            chosen.clear();
          }}
          onClose={() => setAgenda(false)}
        />
      )}
      <BulkTray />
    </>
  );
}
