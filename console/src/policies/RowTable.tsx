import { ArrowDownOutlined, ArrowUpOutlined, PlusOutlined } from '@ant-design/icons';
import type { PolicyCheckAnswer, PolicySection } from '@yihu/shared';
import { Button, Flex, Input, Space, Table } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { matchOf } from '../shell/pinyin';
import { RowDialog } from './RowDialog';
import { emptyRow, moved, type Names, type Row, sayValue } from './say.view';

type Fault = PolicyCheckAnswer['faults'][number];

interface Props {
  section: PolicySection;
  rows: readonly Row[];
  names: Names;
  faults?: readonly Fault[];
  /** Rows a new one may be copied from, by name. */
  samples?: readonly Row[];
  /** Absent: only to read. */
  onChange?: (rows: readonly Row[]) => void;
}

const PAGE = 50;

/** A list of rows in words, searched by any of them; each opens to its form, and what is wrong stands at its row. */
export function RowTable({ section, rows, names, faults = [], samples = [], onChange }: Props) {
  const [typed, setTyped] = useState('');
  const [open, setOpen] = useState<{ at: number | null; row: Row } | null>(null);
  const { fields, ordered, title } = section;
  const whole = useRef<HTMLElement>(null);
  // A wide table is moved by the arrow keys too, where nothing in it can be pressed.
  useEffect(() => {
    whole.current?.querySelector('.ant-table-content')?.setAttribute('tabindex', '0');
  });
  const said = rows.map((row, at) => ({
    at,
    row,
    cells: fields.map(({ asked, name }) => sayValue(asked, row?.[name], names, row)),
    faults: faults.filter(({ line }) => line === at + 1),
  }));
  const shown = said.filter(
    ({ cells }) => typed.trim() === '' || cells.some((cell) => matchOf(cell, typed.trim()) > 0),
  );
  const save = (row: Row) => {
    if (open === null || onChange === undefined) return;
    onChange(open.at === null ? insert(rows, row, section) : rows.with(open.at, row));
    setOpen(null);
  };
  const used = fields.filter(
    ({ name, optional }) => !optional || rows.some((row) => row?.[name] !== undefined),
  );
  return (
    <section ref={whole}>
      <Flex justify="space-between" align="center" wrap gap="small">
        <h3>
          {title} <span className="desk-muted">{rows.length} 行</span>
        </h3>
        <Space>
          {rows.length > 8 && (
            <Input.Search
              allowClear
              aria-label={`在${title}里查找`}
              placeholder="查找"
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
            />
          )}
          {onChange !== undefined && (
            <Button
              icon={<PlusOutlined />}
              onClick={() => setOpen({ at: null, row: samples[0] ?? emptyRow(fields) })}
            >
              加一行
            </Button>
          )}
        </Space>
      </Flex>
      <Table
        size="small"
        rowKey="at"
        scroll={{ x: 'max-content' }}
        dataSource={shown}
        pagination={{ pageSize: PAGE, hideOnSinglePage: true, showSizeChanger: false }}
        locale={{ emptyText: typed === '' ? '没有行' : '没有找到' }}
        columns={[
          { title: '行', width: 48, render: (_, { at }) => at + 1 },
          ...used.map((field) => ({
            title: field.label,
            render: (_: unknown, { cells }: (typeof said)[number]) => (
              <div className="desk-pre" style={{ maxWidth: 360 }}>
                {cells[fields.indexOf(field)]}
              </div>
            ),
          })),
          ...(faults.length > 0
            ? [
                {
                  title: '不对的地方',
                  render: (_: unknown, { faults: own }: (typeof said)[number]) =>
                    own.map(({ text }) => (
                      <div key={text} role="alert" className="desk-fault">
                        {text}
                      </div>
                    )),
                },
              ]
            : []),
          ...(onChange === undefined
            ? []
            : [
                {
                  title: '操作',
                  width: 190,
                  render: (_: unknown, { at, row }: (typeof said)[number]) => (
                    <Space size={2}>
                      <Button
                        size="small"
                        aria-label={`改第 ${at + 1} 行`}
                        onClick={() => setOpen({ at, row })}
                      >
                        改
                      </Button>
                      {ordered && (
                        <>
                          <Button
                            size="small"
                            aria-label={`第 ${at + 1} 行上移`}
                            icon={<ArrowUpOutlined />}
                            disabled={at === 0}
                            onClick={() => onChange(moved(rows, at, -1))}
                          />
                          <Button
                            size="small"
                            aria-label={`第 ${at + 1} 行下移`}
                            icon={<ArrowDownOutlined />}
                            disabled={at === rows.length - 1}
                            onClick={() => onChange(moved(rows, at, 1))}
                          />
                        </>
                      )}
                      <Button
                        size="small"
                        danger
                        aria-label={`删第 ${at + 1} 行`}
                        onClick={() => onChange(rows.toSpliced(at, 1))}
                      >
                        删
                      </Button>
                    </Space>
                  ),
                },
              ]),
        ]}
      />
      {open !== null && (
        <RowDialog
          title={open.at === null ? '加一行' : `第 ${open.at + 1} 行`}
          fields={fields}
          row={open.row}
          names={names}
          onSave={save}
          onClose={() => setOpen(null)}
        />
      )}
    </section>
  );
}

/** A duty list's last row is for all the rest: a new one goes before it. */
function insert(rows: readonly Row[], row: Row, { at }: PolicySection): readonly Row[] {
  return at === '' && rows.length > 0 ? rows.toSpliced(rows.length - 1, 0, row) : [...rows, row];
}
