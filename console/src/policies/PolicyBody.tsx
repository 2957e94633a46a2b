import {
  type CalendarYear,
  type PolicyCheckAnswer,
  type PolicyKindName,
  type PolicySection,
  PRESET_WORDS,
  type PresetName,
  policyForm,
  policyWord,
  presetRows,
  rowsBehind,
} from '@yihu/shared';
import { Alert } from 'antd';
import { Fragment } from 'react';
import { CalendarEditor } from './CalendarEditor';
import { ClassTree } from './ClassTree';
import { useNames } from './names';
import { Fields } from './RowDialog';
import { RowTable } from './RowTable';
import { type Names, type Row, rowsOf, sayValue, withRows } from './say.view';

interface Props {
  kind: PolicyKindName;
  body: unknown;
  faults?: PolicyCheckAnswer['faults'];
  /** Absent: only to read. */
  onChange?: (body: object) => void;
}

/** What a rule says, in words and tables, whatever its kind; with `onChange` each part opens to its form. */
export function PolicyBody({ kind, body, faults: found = [], onChange }: Props) {
  const names = useNames();
  const faults = inWords(kind, found);
  if (kind === 'calendar') {
    return <CalendarEditor year={body as CalendarYear} faults={faults} onChange={onChange} />;
  }
  const whole = faults.filter(({ line }) => line === 0);
  const wrong = whole.map(({ text }) => <Alert key={text} type="error" showIcon role="alert" title={text} />);
  if (kind === 'class') {
    const { table = '' } = (body ?? {}) as { table?: string };
    return (
      <>
        {wrong}
        <ClassTree
          table={table}
          faults={faults}
          onChange={onChange && ((next) => onChange({ table: next }))}
        />
      </>
    );
  }
  return (
    <>
      {wrong}
      {(policyForm(kind) ?? []).map((section) => {
        if (section.many) {
          const own =
            section.at === 'limits' ? faults.filter(isOfLimits) : faults.filter((each) => !isOfLimits(each));
          const built = builtIn(kind, section.at);
          return (
            <Fragment key={section.at}>
              <RowTable
                section={section}
                rows={rowsOf(body, section)}
                names={names}
                faults={own}
                samples={kind === 'clock' ? promisesOf(body) : built}
                onChange={onChange && ((rows) => onChange(withRows(body, section, rows)))}
              />
              {built.length > 0 && (
                <RowTable
                  section={{ ...section, title: `产品默认的${section.title}(上面没有写到的)` }}
                  rows={built}
                  names={names}
                />
              )}
            </Fragment>
          );
        }
        const values = (body ?? {}) as Row;
        return onChange === undefined ? (
          <dl key={section.at} className="desk-facts">
            {section.fields.map(({ name, label, asked, standard }) => (
              <div key={name}>
                <dt>{label}</dt>
                <dd>
                  {sayValue(asked, values[name], names) || (standard === null ? '—' : `${standard}(默认)`)}
                </dd>
              </div>
            ))}
          </dl>
        ) : (
          <Fields
            key={section.at}
            fields={section.fields}
            values={values}
            names={names}
            onChange={(next) => onChange(given(next))}
          />
        );
      })}
      {kind === 'clock' && <PresetRows body={body} names={names} />}
    </>
  );
}

const isOfLimits = ({ field }: { field: string }) => field.startsWith('limits');

/** What was emptied is left out: the standard counts again. */
function given(values: Row): Row {
  return Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== undefined && value !== ''),
  );
}

/** What the presets chosen promise, to be read only: own rows stand before them. */
function PresetRows({ body, names }: { body: unknown; names: Names }) {
  const section = policyForm('clock')?.find(({ many }) => many);
  if (section === undefined) return null;
  return (
    <RowTable section={{ ...section, title: '预设和默认里的行' }} rows={promisesOf(body)} names={names} />
  );
}

/** Built-in rows that go on counting behind the street's own. */
function builtIn(kind: PolicyKindName, at: PolicySection['at']): readonly Row[] {
  return at === '' ? [] : ((rowsBehind(kind)[at] ?? []) as readonly Row[]);
}

/** The rows of the presets a clock policy names, and of the default behind them. */
function promisesOf(body: unknown): readonly Row[] {
  const { presets = [] } = (body ?? {}) as { presets?: string[] };
  const known = presets.filter((name): name is PresetName => Object.hasOwn(PRESET_WORDS, name));
  return presetRows(...known).map((row) => ({ ...row }));
}

/** Faults with their field by its name on the form; the same said twice once. */
function inWords(kind: PolicyKindName, faults: PolicyCheckAnswer['faults']): PolicyCheckAnswer['faults'] {
  const said = faults.map((fault) => {
    const field = fault.field === '' ? '' : `${policyWord(kind, fault.field)}:`;
    return { ...fault, text: `${field}${fault.message}` };
  });
  return [...new Map(said.map((fault) => [`${fault.line} ${fault.text}`, fault])).values()];
}
