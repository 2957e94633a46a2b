import { type AimPart, formatLocal, type QualityAnswer } from '@yihu/shared';
import { Button, Card } from 'antd';
import { useState } from 'react';
import { useQuality } from '../api/quality';
import { Figure, Remote } from '../components';
import { useCan } from '../session/session';
import { CallsDialog } from './CallsDialog';

type Open = (address: string, title: string) => void;
interface Props {
  period: { fromDay: string; toDay: string };
  onOpen: Open;
}

/** 打得通、记得清、答得准、分得快、办得好. */
export function Aims({ period, onOpen }: Props) {
  const quality = useQuality(period);
  const mayRecord = useCan('intake:record');
  const [filling, setFilling] = useState(false);
  return (
    <Remote of={quality}>
      {(answer) => (
        <>
          <p className="desk-muted desk-chart-about">截至 {formatLocal(answer.asOf)}</p>
          <div className="desk-tiles">
            {answer.aims.map(({ aim, label, parts }) => (
              <Card
                key={aim}
                id={`aim-${aim}`}
                className="quality-aim"
                size="small"
                title={<h2 className="desk-chart-title">{label}</h2>}
                extra={
                  aim === 'reached' &&
                  mayRecord && (
                    <Button id="fill-calls" size="small" onClick={() => setFilling(true)}>
                      填报话务量
                    </Button>
                  )
                }
              >
                <div className="desk-figures">
                  {parts.map((part) => (
                    <Part key={part.name} part={part} onOpen={onOpen} />
                  ))}
                </div>
                {aim === 'recorded' && <Left label="漏填" rows={answer.lacking} onOpen={onOpen} />}
                {aim === 'answered' && <Left label="答得不准" rows={answer.faults} onOpen={onOpen} />}
              </Card>
            ))}
          </div>
          {filling && <CallsDialog period={period} onClose={() => setFilling(false)} />}
        </>
      )}
    </Remote>
  );
}

function Part({ part, onOpen }: { part: AimPart; onOpen: Open }) {
  const { label, text, num, den, opens, note } = part;
  const address = opens.den ?? opens.num;
  const beside =
    den === null || address === null ? undefined : num === null ? `${den} 件` : `${num} / ${den}`;
  return (
    <Figure
      label={label}
      value={text}
      beside={beside}
      about={note ?? undefined}
      onOpen={address === null ? undefined : () => onOpen(address, label)}
    />
  );
}

interface LeftProps {
  label: string;
  rows: QualityAnswer['lacking'] | QualityAnswer['faults'];
  onOpen: Open;
}

/** What was wanting, each with its orders. */
function Left({ label, rows, onOpen }: LeftProps) {
  if (rows.length === 0) return null;
  return (
    <p className="quality-left">
      {label}:
      {rows.map((row) => (
        <button
          key={row.label}
          type="button"
          className="desk-link"
          aria-label={`${label}${row.label} ${row.count} 件,看工单`}
          onClick={() => onOpen(row.opens, `${label}${row.label}`)}
        >
          {row.label} {row.count} 件
        </button>
      ))}
    </p>
  );
}
