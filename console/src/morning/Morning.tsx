import { type FocusOrder, formatLocal, type RepeatPlace, type StreetMorning } from '@yihu/shared';
import { Button, Card, DatePicker, Empty, Flex } from 'antd';
import dayjs from 'dayjs';
import { useRef, useState } from 'react';
import { useMorning } from '../api/figures';
import { DeskPage, Figure, Remote, useBehind, useFilters } from '../components';
import { useKeys } from '../keys';
import { useCan } from '../session/session';
import { Awaiting } from './Awaiting';
import { About, Instruction } from './Instruction';
import './morning.css';

/** What a leader looks at first: figures open to their orders, and his words become tasks. */
export default function Morning() {
  const [{ day }, change] = useFilters();
  const page = useMorning(day);
  const behind = useBehind();
  const mayInstruct = useCan('order:decide');
  const [about, setAbout] = useState<About>({ kind: 'none' });
  const box = useRef<HTMLDivElement>(null);
  const instruct = (next: About) => {
    setAbout(next);
    box.current?.querySelector<HTMLElement>('textarea')?.focus();
  };
  useKeys('今日', [
    { key: 'w', label: '写批示', active: mayInstruct, run: () => instruct({ kind: 'none' }) },
    { key: 'p', label: '打印', run: () => print() },
  ]);
  return (
    <DeskPage
      title="今日要情"
      about={
        <Remote of={page}>
          {({ streets, kept, keptAt }) => (
            <>
              {kept ? '当天早上存下的样子' : '现在的样子'}
              {streets[0] === undefined ? '' : `,截至 ${formatLocal(streets[0].asOf)}`}
              {!kept && keptAt !== null ? `;今天 ${formatLocal(keptAt).slice(11)} 存过一份` : ''}
            </>
          )}
        </Remote>
      }
      extra={
        <span className="desk-no-print">
          <Flex gap="small">
            <DatePicker
              aria-label="看哪天早上"
              placeholder="看哪天早上"
              value={day === undefined ? null : dayjs(day)}
              onChange={(next) => change({ day: next ? next.format('YYYY-MM-DD') : undefined })}
            />
            <Button onClick={() => print()}>打印</Button>
          </Flex>
        </span>
      }
    >
      <Remote of={page}>
        {({ streets }) =>
          streets.length === 0 ? (
            <Empty description="这天早上没有存" />
          ) : (
            streets.map((street) => (
              <Street
                key={street.streetId}
                street={street}
                isOne={streets.length === 1}
                onOpen={behind.open}
                onInstruct={mayInstruct ? instruct : null}
              />
            ))
          )
        }
      </Remote>
      {mayInstruct && (
        <div className="desk-tiles desk-no-print" ref={box}>
          <Instruction about={about} onDone={() => setAbout({ kind: 'none' })} />
          <Awaiting />
        </div>
      )}
      {behind.drawer}
    </DeskPage>
  );
}

interface StreetProps {
  street: StreetMorning;
  isOne: boolean;
  onOpen: (address: string, title: string) => void;
  onInstruct: ((about: About) => void) | null;
}

function Street({ street, isOne, onOpen, onInstruct }: StreetProps) {
  const { figures, hot, hard, stuck, late } = street;
  return (
    <section aria-label={street.streetName}>
      {!isOne && <h2>{street.streetName}</h2>}
      <div className="desk-figures" id="morning-figures">
        {figures.map(({ name, label, about, count, before, opens }) => (
          <Figure
            key={name}
            label={label}
            value={count}
            about={about}
            beside={before === null ? '件' : `件,昨天 ${before} 件`}
            onOpen={() => onOpen(opens, label)}
          />
        ))}
      </div>
      <div className="desk-tiles morning-lists">
        <List title="谁超时了" none="没有超时的单位。" size={late.length}>
          {late.map(({ unitId, unitName, count, persons, opens }) => (
            <Line
              key={unitId}
              onInstruct={
                onInstruct &&
                (() => onInstruct({ kind: 'unit', unitId, words: `${unitName}有 ${count} 件超时,` }))
              }
            >
              <button type="button" className="desk-link" onClick={() => onOpen(opens, `${unitName}超时`)}>
                {unitName} {count} 件
              </button>{' '}
              <span className="desk-muted">
                {persons.map(({ name, count: own }) => `${name} ${own} 件`).join('、')}
              </span>
            </Line>
          ))}
        </List>
        <List title="热点" none="没有反复反映的地方。" size={hot.length}>
          {hot.map((place) => (
            <Hot
              key={`${place.gridId} ${place.classCode}`}
              place={place}
              onOpen={onOpen}
              onInstruct={onInstruct}
            />
          ))}
        </List>
        <Orders title="难点" none="没有反复办不下来的。" orders={hard} onInstruct={onInstruct} />
        <Orders title="堵点" none="没有卡住的。" orders={stuck} onInstruct={onInstruct} />
      </div>
    </section>
  );
}

function Hot({
  place,
  onOpen,
  onInstruct,
}: { place: RepeatPlace } & Pick<StreetProps, 'onOpen' | 'onInstruct'>) {
  const { gridId, placeName, className, count, before, opens } = place;
  const words = `${placeName}${className} ${count} 件,`;
  return (
    <Line onInstruct={onInstruct && (() => onInstruct({ kind: 'unit', unitId: gridId, words }))}>
      <button type="button" className="desk-link" onClick={() => onOpen(opens, `${placeName} ${className}`)}>
        {placeName} · {className} {count} 件
      </button>{' '}
      <span className="desk-muted">之前同样长的时间 {before} 件</span>
    </Line>
  );
}

interface OrdersProps extends Pick<StreetProps, 'onInstruct'> {
  title: string;
  none: string;
  orders: readonly FocusOrder[];
}

function Orders({ title, none, orders, onInstruct }: OrdersProps) {
  return (
    <List title={title} none={none} size={orders.length}>
      {orders.map(({ orderId, orderNo, title: matter, unitName, reason }) => (
        <Line
          key={orderId}
          onInstruct={onInstruct && (() => onInstruct({ kind: 'order', orderId, orderNo, matter }))}
        >
          <a href={`#/orders?view=ALL&id=${orderId}`}>{orderNo}</a> {matter}{' '}
          <span className="desk-muted">
            {unitName} · {reason}
          </span>
        </Line>
      ))}
    </List>
  );
}

function List({
  title,
  none,
  size,
  children,
}: {
  title: string;
  none: string;
  size: number;
  children: React.ReactNode;
}) {
  return (
    <Card size="small" title={<h2 className="desk-chart-title">{title}</h2>}>
      {size === 0 ? <p className="desk-muted">{none}</p> : <ul className="desk-rows">{children}</ul>}
    </Card>
  );
}

function Line({ onInstruct, children }: { onInstruct: (() => void) | null; children: React.ReactNode }) {
  return (
    <li className="morning-line">
      <div>{children}</div>
      {onInstruct !== null && (
        <Button size="small" className="desk-no-print" onClick={onInstruct}>
          批示
        </Button>
      )}
    </li>
  );
}
