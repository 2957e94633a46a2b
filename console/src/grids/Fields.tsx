import type { GridNames, PostView, UnitRef } from '@yihu/shared';
import { Form, Input, Select } from 'antd';

export const NO_NAMES: GridNames = { code: '', name: '', shortName: '' };

/** Number and names of a new grid. `of` tells several apart for screen readers. */
export function NamesFields({
  value,
  onChange,
  of = '',
}: {
  value: GridNames;
  onChange: (names: GridNames) => void;
  of?: string;
}) {
  const change = (part: Partial<GridNames>) => onChange({ ...value, ...part });
  const id = (name: string) => `grid-${of}${name}`;
  return (
    <>
      <Form.Item label={`${of}编号`} htmlFor={id('code')} required>
        <Input
          id={id('code')}
          value={value.code}
          maxLength={32}
          placeholder="如 NQ-DX-09,印在张贴的码上"
          onChange={(event) => change({ code: event.target.value })}
        />
      </Form.Item>
      <Form.Item label={`${of}名称`} htmlFor={id('name')} required>
        <Input
          id={id('name')}
          value={value.name}
          maxLength={64}
          onChange={(event) => change({ name: event.target.value })}
        />
      </Form.Item>
      <Form.Item label={`${of}简称(最多 6 字)`} htmlFor={id('short')} required>
        <Input
          id={id('short')}
          value={value.shortName}
          maxLength={6}
          onChange={(event) => change({ shortName: event.target.value })}
        />
      </Form.Item>
    </>
  );
}

export function CommunitySelect({
  communities,
  value,
  onChange,
}: {
  communities: readonly UnitRef[];
  value: string | undefined;
  onChange: (id: string) => void;
}) {
  return (
    <Form.Item label="所属社区" htmlFor="grid-community" required>
      <Select
        id="grid-community"
        value={value}
        placeholder="请选社区"
        options={communities.map(({ id, name }) => ({ value: id, label: name }))}
        onChange={onChange}
      />
    </Form.Item>
  );
}

/** Who of the grid parted goes to a piece; the others stay. */
export function PeopleField({
  of,
  posts,
  value = [],
  onChange,
}: {
  of: string;
  posts: readonly PostView[];
  value: string[] | undefined;
  onChange: (people: string[]) => void;
}) {
  const options = new Map(posts.map(({ personId, name }) => [personId, { value: personId, label: name }]));
  if (options.size === 0) return null;
  return (
    <Form.Item label={`${of}人员`} help="不选的留在原网格">
      <Select
        aria-label={`${of}人员`}
        mode="multiple"
        placeholder="从原网格安排过去"
        optionFilterProp="label"
        value={value}
        options={[...options.values()]}
        onChange={onChange}
      />
    </Form.Item>
  );
}

/** Corners as text: the map and the keyboard change the same thing. */
export function CornersField({
  label,
  value,
  onChange,
  problem,
  help,
}: {
  label: string;
  value: string;
  onChange: (text: string) => void;
  problem: string | null;
  help: string;
}) {
  return (
    <Form.Item
      label={label}
      htmlFor="grid-corners"
      {...(problem === null ? { help } : { help: problem, validateStatus: 'error' as const })}
    >
      <Input.TextArea
        id="grid-corners"
        value={value}
        spellCheck={false}
        autoSize={{ minRows: 4, maxRows: 10 }}
        className="grids-corners"
        placeholder={'117.233200,31.848500\n117.239800,31.848500\n…'}
        onChange={(event) => onChange(event.target.value)}
      />
    </Form.Item>
  );
}
