import { PlusOutlined } from '@ant-design/icons';
import { type PolicyCheckAnswer, type PolicyField, URGENCIES } from '@yihu/shared';
import { Button, Flex, Input, Space, Table } from 'antd';
import { useState } from 'react';
import { matchOf } from '../shell/pinyin';
import { type ClassLine, linesOf, MARKS, tableOf } from './class-table.view';
import { RowDialog } from './RowDialog';
import { classNames, type Row } from './say.view';

interface Props {
  table: string;
  faults?: PolicyCheckAnswer['faults'];
  /** Absent: only to read. */
  onChange?: (table: string) => void;
}

const LEAF: readonly PolicyField[] = [
  field('code', '编码(2、4、6 位数字,用过的不能改作他用)', { kind: 'pattern', wanted: '如 010101' }),
  field('name', '名称', { kind: 'text', max: 20 }),
  field(
    'serviceCode',
    '英文代号(三级分类才有)',
    { kind: 'pattern', wanted: '小写英文,如 street_vendors' },
    true,
  ),
  field('urgency', '紧急程度(三级分类才有)', { kind: 'choice', options: URGENCIES }, true),
  field('marks', '标记', { kind: 'list', of: { kind: 'choice', options: MARKS } }, true),
  field('words', '居民常用的说法(空格分开)', { kind: 'text', max: 300 }, true),
];

function field(name: string, label: string, asked: PolicyField['asked'], optional = false): PolicyField {
  return { name, label, asked, optional, standard: null };
}

const NAMES = { classes: classNames(), units: new Map<string, string>() };
const INDENT = 16;

/** The class tree as a table that is searched; each line opens to its form. */
export function ClassTree({ table, faults = [], onChange }: Props) {
  const [typed, setTyped] = useState('');
  const [open, setOpen] = useState<{ at: number | null; line: Row } | null>(null);
  const lines = linesOf(table);
  const shown = lines
    .map((line, at) => ({ ...line, at, faults: faults.filter((fault) => fault.line === at + 1) }))
    .filter(
      ({ code, name, words }) =>
        typed.trim() === '' ||
        code.startsWith(typed.trim()) ||
        matchOf(name, typed.trim()) > 0 ||
        words.includes(typed.trim()),
    );
  const save = (row: Row) => {
    if (open === null || onChange === undefined) return;
    const line = lineOf(row);
    onChange(tableOf(open.at === null ? [...lines, line] : lines.with(open.at, line)));
    setOpen(null);
  };
  return (
    <section>
      <Flex justify="space-between" align="center" gap="small">
        <span className="desk-muted">三级分类 {lines.filter(({ code }) => code.length === 6).length} 个</span>
        <Space>
          <Input.Search
            allowClear
            aria-label="查找分类"
            placeholder="名称、首字母、编码、说法"
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
          {onChange !== undefined && (
            <Button icon={<PlusOutlined />} onClick={() => setOpen({ at: null, line: {} })}>
              加一个分类
            </Button>
          )}
        </Space>
      </Flex>
      <Table
        size="small"
        rowKey="at"
        dataSource={shown}
        pagination={{ pageSize: 100, hideOnSinglePage: true, showSizeChanger: false }}
        columns={[
          { title: '编码', dataIndex: 'code', width: 90 },
          {
            title: '名称',
            width: 220,
            render: (_, { code, name }) => (
              <span style={{ paddingInlineStart: (code.length - 2) * (INDENT / 2) }}>
                {code.length < 6 ? <strong>{name}</strong> : name}
              </span>
            ),
          },
          {
            title: '紧急程度',
            width: 90,
            render: (_, { urgency }) => URGENCIES[urgency as keyof typeof URGENCIES] ?? '',
          },
          {
            title: '标记',
            width: 160,
            render: (_, { marks }) =>
              marks
                .split(',')
                .map((mark) => MARKS[mark as keyof typeof MARKS] ?? '')
                .join(' '),
          },
          { title: '居民常用的说法', dataIndex: 'words' },
          {
            title: '',
            width: 220,
            render: (_, { at, name, faults: own, ...line }) => (
              <Space>
                {own.map(({ text }) => (
                  <span key={text} className="desk-fault" role="alert">
                    {text}
                  </span>
                ))}
                {onChange !== undefined && (
                  <>
                    <Button
                      size="small"
                      aria-label={`改${name}`}
                      onClick={() => setOpen({ at, line: rowOf({ ...line, name }) })}
                    >
                      改
                    </Button>
                    <Button
                      size="small"
                      danger
                      aria-label={`删${name}`}
                      onClick={() => onChange(tableOf(lines.toSpliced(at, 1)))}
                    >
                      删
                    </Button>
                  </>
                )}
              </Space>
            ),
          },
        ]}
      />
      {open !== null && (
        <RowDialog
          title={open.at === null ? '加一个分类' : '分类'}
          fields={LEAF}
          row={open.line}
          names={NAMES}
          onSave={save}
          onClose={() => setOpen(null)}
        />
      )}
    </section>
  );
}

function rowOf({ marks, ...line }: ClassLine): Row {
  return { ...line, marks: marks === '' ? [] : marks.split(',') };
}

function lineOf(row: Row): ClassLine {
  const said = (name: string) =>
    String(row[name] ?? '')
      .replace(/[|\n]/g, ' ')
      .trim();
  const marks = Array.isArray(row.marks) ? row.marks.join(',') : '';
  return {
    code: said('code'),
    name: said('name'),
    serviceCode: said('serviceCode'),
    urgency: said('urgency'),
    marks,
    words: said('words'),
  };
}
