import { useQueryClient } from '@tanstack/react-query';
import {
  formatLocal,
  PERSON_MEASURE_ABOUT,
  PERSON_MEASURES,
  type PersonCell,
  type PersonMeasure,
  type PersonRow,
  procedureKind,
} from '@yihu/shared';
import { App, Button, Card, DatePicker, Flex, Table } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { FIGURES_KEY } from '../api/figures';
import { appealScore, usePeople } from '../api/quality';
import { useCommand } from '../api/use-command';
import { FormDialog, Remote, useFilters } from '../components';

type Open = (address: string, title: string) => void;
const MEASURES = Object.keys(PERSON_MEASURES) as PersonMeasure[];

/** What each did in a month: one's own, and that of the people one heads. Nothing of it is about pay. */
export function People({ today, onOpen }: { today: string; onOpen: Open }) {
  const [filters, change] = useFilters();
  const { month = today.slice(0, 7) } = filters;
  const people = usePeople(month);
  return (
    <>
      <Flex gap="small" align="center" wrap style={{ marginBottom: 8 }}>
        <DatePicker
          aria-label="哪个月"
          picker="month"
          allowClear={false}
          value={dayjs(`${month}-01`)}
          onChange={(day) => day && change({ month: day.format('YYYY-MM') })}
        />
        <span className="desk-muted">按工单的经过计数,本人和负责人看得到;不作为薪酬依据</span>
      </Flex>
      <Remote of={people}>
        {({ mine, rows, asOf }) => (
          <div className="quality-tables">
            <Own row={mine} asOf={asOf} onOpen={onOpen} />
            {rows.length > 0 && <Others rows={rows} onOpen={onOpen} />}
          </div>
        )}
      </Remote>
    </>
  );
}

interface OwnProps {
  row: PersonRow;
  asOf: string;
  onOpen: Open;
}

function Own({ row, asOf, onOpen }: OwnProps) {
  const [against, setAgainst] = useState<PersonMeasure | null>(null);
  return (
    <Card
      id="own-stats"
      size="small"
      title={<h2 className="desk-chart-title">我的 · {row.unitName}</h2>}
      extra={<a href="#/ledgers?kind=session">培训台账</a>}
    >
      <p className="desk-muted desk-chart-about">截至 {formatLocal(asOf)}</p>
      <div style={{ overflowX: 'auto' }}>
        <table className="desk-numbers">
          <thead>
            <tr>
              {['项目', '件数', '申诉后', '怎样算', '申诉'].map((head) => (
                <th key={head} scope="col">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {MEASURES.filter((measure) => row.cells[measure].count > 0).map((measure) => (
              <Line
                key={measure}
                measure={measure}
                cell={row.cells[measure]}
                onOpen={onOpen}
                onAppeal={() => setAgainst(measure)}
              />
            ))}
          </tbody>
        </table>
      </div>
      {MEASURES.every((measure) => row.cells[measure].count === 0) && <p>这个月还没有计到的工作。</p>}
      <Trainings row={row} />
      {against !== null && (
        <AppealDialog measure={against} cell={row.cells[against]} onClose={() => setAgainst(null)} />
      )}
    </Card>
  );
}

interface LineProps {
  measure: PersonMeasure;
  cell: PersonCell;
  onOpen: Open;
  onAppeal: () => void;
}

function Line({ measure, cell, onOpen, onAppeal }: LineProps) {
  const label = PERSON_MEASURES[measure];
  return (
    <tr>
      <th scope="row">{label}</th>
      <td>
        <Count label={label} cell={cell} onOpen={onOpen} />
      </td>
      <td>{cell.final ?? '—'}</td>
      <td className="desk-muted">{PERSON_MEASURE_ABOUT[measure]}</td>
      <td>
        {cell.appeal === null ? (
          <Button size="small" aria-label={`对${label}提出申诉`} onClick={onAppeal}>
            申诉
          </Button>
        ) : (
          cell.appeal.stageLabel
        )}
      </td>
    </tr>
  );
}

function Count({ label, cell, onOpen }: { label: string; cell: PersonCell; onOpen: Open }) {
  if (cell.count === 0) return <span className="desk-muted">0</span>;
  return (
    <button
      type="button"
      className="desk-link"
      aria-label={`${label} ${cell.count} 件,看工单`}
      onClick={() => onOpen(cell.opens, label)}
    >
      {cell.count}
    </button>
  );
}

function Trainings({ row }: { row: PersonRow }) {
  if (row.trainings.length === 0) return <p className="quality-left">这个月没有登记参加培训</p>;
  return (
    <>
      <h3>参加培训</h3>
      <ul className="desk-rows">
        {row.trainings.map(({ itemId, title, heldOn }) => (
          <li key={itemId}>
            <a href={`#/ledgers?kind=session&item=${itemId}`}>
              {heldOn} {title}
            </a>
          </li>
        ))}
      </ul>
    </>
  );
}

function AppealDialog({
  measure,
  cell,
  onClose,
}: {
  measure: PersonMeasure;
  cell: PersonCell;
  onClose: () => void;
}) {
  const command = useCommand();
  const client = useQueryClient();
  const { message } = App.useApp();
  return (
    <FormDialog
      title="申诉"
      fields={procedureKind('scoreAppeal').open.fields}
      order={null}
      send={async (fields) => {
        const commandId = command.idFor(cell.scoreId, 0, 'open', fields);
        await appealScore({ commandId, version: 0, homeId: cell.scoreId, fields });
        command.done();
      }}
      onDone={() => {
        message.success('申诉已提出,由分管领导定');
        void client.invalidateQueries({ queryKey: FIGURES_KEY });
        onClose();
      }}
      onClose={onClose}
    >
      <p className="desk-muted">
        「{PERSON_MEASURES[measure]}」{cell.count} 件:{PERSON_MEASURE_ABOUT[measure]}
        。写明哪几件不该算、为什么。
      </p>
    </FormDialog>
  );
}

function Others({ rows, onOpen }: { rows: readonly PersonRow[]; onOpen: Open }) {
  return (
    <Card id="people-stats" size="small" title={<h2 className="desk-chart-title">人员</h2>}>
      <Table<PersonRow>
        size="small"
        rowKey="personId"
        dataSource={rows}
        pagination={rows.length > 15 ? { pageSize: 15, size: 'small' } : false}
        scroll={{ x: 'max-content' }}
        columns={[
          { title: '姓名', fixed: 'left', dataIndex: 'name' },
          { title: '单位', dataIndex: 'unitName' },
          ...MEASURES.map((measure) => ({
            title: PERSON_MEASURES[measure],
            align: 'right' as const,
            sorter: (a: PersonRow, b: PersonRow) => a.cells[measure].count - b.cells[measure].count,
            render: (_: unknown, { name, cells }: PersonRow) => {
              const cell = cells[measure];
              return (
                <>
                  <Count label={`${name} ${PERSON_MEASURES[measure]}`} cell={cell} onOpen={onOpen} />
                  {cell.final === null ? '' : `(${cell.final})`}
                </>
              );
            },
          })),
          { title: '培训', align: 'right', render: (_, { trainings }) => trainings.length },
        ]}
      />
      <p className="desk-muted quality-left">括号里是申诉成立以后的数</p>
    </Card>
  );
}
