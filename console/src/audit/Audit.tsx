import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query';
import { type AuditEntryView, formatLocal } from '@yihu/shared';
import { Alert, AutoComplete, Button, Card, Flex, Input, Select, Table, Tag } from 'antd';
import { auditPage, auditVerify } from '../api/admin';
import { STAFF, staffList } from '../api/people';
import { errText } from '../api/request';
import { DeskPage, useFilters } from '../components';
import { useKeys } from '../keys';
import { matchOf } from '../shell/pinyin';
import { actionText, findingsOf, KNOWN_ACTIONS, subjectText } from './audit.view';
import { factTexts } from './facts.view';

/** Who did what, newest first, and whether the record of it is whole. */
export default function Audit() {
  const [filters, filter] = useFilters();
  const { subject, actor, action } = filters;
  const verify = useMutation({ mutationFn: auditVerify });
  useKeys('审计', [{ key: 'v', label: '核验审计记录', run: () => verify.mutate() }]);
  return (
    <DeskPage
      title="审计"
      about="谁在什么时候对什么做了什么;只看不改"
      extra={
        <Button id="audit-verify" type="primary" loading={verify.isPending} onClick={() => verify.mutate()}>
          核验
        </Button>
      }
    >
      {verify.error !== null && <Alert type="error" showIcon role="alert" title={errText(verify.error)} />}
      {verify.data !== undefined && (
        <Card size="small" title={verify.data.ok ? '核验通过' : '核验没有通过'} id="audit-report">
          <ul className="desk-rows">
            {findingsOf(verify.data).map(({ ok, text }) => (
              <li key={text}>
                <Tag color={ok ? 'success' : 'error'}>{ok ? '正常' : '有问题'}</Tag>
                {text}
              </li>
            ))}
          </ul>
        </Card>
      )}
      <Flex gap="small" wrap style={{ margin: '12px 0' }}>
        <AutoComplete
          allowClear
          aria-label="动作"
          style={{ width: 200 }}
          placeholder="动作,如 保存规则"
          options={KNOWN_ACTIONS}
          showSearch={{
            filterOption: (typed, option) => `${option?.label}${option?.value}`.includes(typed),
          }}
          defaultValue={action}
          onChange={(value: string | undefined) => filter({ action: value || undefined })}
        />
        <Actor value={actor} onChange={(value) => filter({ actor: value })} />
        <Input.Search
          allowClear
          aria-label="对什么做的"
          style={{ width: 280 }}
          placeholder="对什么(工单号,或人员、规则的编号)"
          key={subject}
          defaultValue={subject}
          onSearch={(value) => filter({ subject: value.trim() || undefined })}
        />
      </Flex>
      <Entries filter={{ subject, actor, action }} onFilter={filter} />
    </DeskPage>
  );
}

/** Whoever did it: staff by name, the system, or an id that a link carried here. */
function Actor({
  value,
  onChange,
}: {
  value: string | undefined;
  onChange: (id: string | undefined) => void;
}) {
  const staff = useQuery({ queryKey: STAFF, queryFn: staffList });
  const people = (staff.data?.staff ?? []).map(({ personId, name }) => ({ value: personId, label: name }));
  const options = [{ value: 'SYSTEM', label: '系统' }, ...people];
  const isKnown = value === undefined || options.some((each) => each.value === value);
  return (
    <Select
      allowClear
      aria-label="谁做的"
      style={{ width: 200 }}
      placeholder="谁做的"
      loading={staff.isLoading}
      showSearch={{ filterOption: (typed, option) => matchOf(option?.label ?? '', typed) > 0 }}
      value={value}
      options={isKnown || value === undefined ? options : [...options, { value, label: `居民 ${value}` }]}
      onChange={(next?: string) => onChange(next)}
    />
  );
}

interface EntriesProps {
  filter: { subject?: string; actor?: string; action?: string };
  onFilter: (part: Record<string, string | undefined>) => void;
}

function Entries({ filter, onFilter }: EntriesProps) {
  const pages = useInfiniteQuery({
    queryKey: ['audit', filter],
    queryFn: ({ pageParam }) => auditPage({ ...filter, after: pageParam }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  });
  const names = Object.assign({}, ...(pages.data?.pages ?? []).map((page) => page.names)) as Record<
    string,
    string
  >;
  if (pages.error !== null) return <Alert type="error" showIcon title={errText(pages.error)} />;
  return (
    <>
      <Table<AuditEntryView>
        size="small"
        rowKey="id"
        loading={pages.isLoading}
        pagination={false}
        dataSource={pages.data?.pages.flatMap(({ items }) => items) ?? []}
        columns={[
          { title: '时间', width: 150, render: (_, { at }) => formatLocal(at) },
          {
            title: '谁',
            width: 110,
            render: (_, { actorId, actorName }) => (
              <button type="button" className="desk-link" onClick={() => onFilter({ actor: actorId })}>
                {actorName ?? (actorId === 'SYSTEM' ? '系统' : '居民')}
              </button>
            ),
          },
          {
            title: '动作',
            width: 150,
            render: (_, { action, facts }) => actionText(action, String(facts.kind ?? '')),
          },
          {
            title: '对什么',
            width: 220,
            render: (_, { subjectKind, subjectId }) => (
              <>
                {subjectText(subjectKind)}{' '}
                <button type="button" className="desk-link" onClick={() => onFilter({ subject: subjectId })}>
                  {names[subjectId] ?? subjectId}
                </button>
              </>
            ),
          },
          {
            title: '内容',
            render: (_, { facts }) =>
              factTexts(facts, names).map((text) => (
                <Tag key={text} style={{ whiteSpace: 'normal' }}>
                  {text}
                </Tag>
              )),
          },
          {
            title: '链上序号',
            width: 100,
            align: 'right',
            render: (_, { seq }) => (seq === null ? '待封存' : seq),
          },
        ]}
      />
      {pages.hasNextPage && (
        <Flex justify="center" style={{ marginTop: 12 }}>
          <Button loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
            更早的
          </Button>
        </Flex>
      )}
    </>
  );
}
