import { useQuery } from '@tanstack/react-query';
import { dayOf, formatLocal, type PolicyKindName, type PolicyKindView } from '@yihu/shared';
import { Alert, Button, Flex, Tabs } from 'antd';
import { useState } from 'react';
import { POLICIES, policyVersion, policyVersions } from '../api/policies';
import { Remote, useDoing, useNow } from '../components';
import { useKeys } from '../keys';
import { useCan, useMe } from '../session/session';
import { keepDraft, type PolicyDraft, readDraft } from './draft';
import { Editor } from './Editor';
import { PolicyBody } from './PolicyBody';
import { builtYear, firstBody } from './say.view';
import { Version, Versions, VersionTag } from './Versions';

interface Props {
  view: PolicyKindView;
  /** The version that is opened; none: what is in force. */
  versionId: string | undefined;
  onVersion: (id: string | undefined) => void;
}

/** One kind of rule: what is in force, its versions, and the form to write the next. */
export function KindPane({ view, versionId, onVersion }: Props) {
  const kind = view.kind as PolicyKindName;
  const { inForce } = view;
  const year = Number(dayOf(useNow()).slice(0, 4));
  const versions = useQuery({
    queryKey: [...POLICIES, 'versions', kind],
    queryFn: () => policyVersions(kind),
  });
  const current = useQuery({
    queryKey: [...POLICIES, 'version', inForce?.id],
    queryFn: () => policyVersion(inForce?.id ?? ''),
    enabled: inForce !== null,
  });
  const mayEdit = useCan('policy:edit');
  const { renew } = useDoing(POLICIES);
  const { personId } = useMe();
  const [editing, setEditing] = useState<PolicyDraft | null>(() => readDraft(personId, kind));
  const write = (draft: PolicyDraft | null) => {
    keepDraft(personId, kind, draft);
    setEditing(draft);
  };
  const pending = versions.data?.versions.find(({ state }) => state === 'PENDING');
  const standing = current.data?.body ?? firstBody(kind, year);
  const ready = versions.data !== undefined && (inForce === null || current.data !== undefined);
  // The year there is has its list: the one to be written is the next.
  const edit = () =>
    write({
      body: kind === 'calendar' ? builtYear(year + 1) : (standing as object),
      from: (versions.data?.versions ?? []).map(({ version, name }) => ({ version, name })),
    });
  useKeys('规则', [
    { key: 'e', label: '改这类规则', run: edit, active: mayEdit && ready && editing === null },
  ]);
  if (editing !== null) {
    return (
      <Editor
        kind={kind}
        start={editing.body}
        needsSecond={view.needsSecond}
        baseOf={(body) => newestOf(editing.from, kind, body)}
        onDraft={(body) => keepDraft(personId, kind, { ...editing, body })}
        onClose={() => write(null)}
        onSaved={({ id }) => {
          write(null);
          void renew();
          onVersion(id);
        }}
      />
    );
  }
  if (versionId !== undefined) return <Version id={versionId} onClose={() => onVersion(undefined)} />;
  return (
    <Flex vertical gap="small">
      <Flex justify="space-between" align="center" wrap gap="small">
        <span>
          {inForce === null ? (
            '用的是产品默认'
          ) : (
            <>
              <VersionTag state={inForce.state} />第 {inForce.version} 版({inForce.unitName}),
              {formatLocal(inForce.effectiveAt)}起,{inForce.authorName}
            </>
          )}
        </span>
        {mayEdit && (
          <Button id="policy-edit" type="primary" disabled={!ready} onClick={edit}>
            写新版本
          </Button>
        )}
      </Flex>
      {pending !== undefined && (
        <Alert
          type="warning"
          showIcon
          title={`第 ${pending.version} 版(${pending.authorName})等第二人复核`}
          action={<Button onClick={() => onVersion(pending.id)}>看这一版</Button>}
        />
      )}
      <Tabs
        items={[
          {
            key: 'body',
            label: '现行内容',
            children:
              inForce === null ? (
                <PolicyBody kind={kind} body={standing} />
              ) : (
                <Remote of={current}>{({ body }) => <PolicyBody kind={kind} body={body} />}</Remote>
              ),
          },
          {
            key: 'versions',
            label: `版本 ${versions.data?.versions.length ?? ''}`,
            children: (
              <Remote of={versions}>
                {({ versions: all }) => <Versions versions={all} onOpen={onVersion} />}
              </Remote>
            ),
          },
        ]}
      />
    </Flex>
  );
}

/** The newest version the next one is written from: of a calendar, that of its year. */
function newestOf(
  versions: readonly { version: number; name: string }[],
  kind: PolicyKindName,
  body: object,
): number {
  const own =
    kind === 'calendar'
      ? versions.filter(({ name }) => name === String((body as { year?: unknown }).year))
      : versions;
  return Math.max(0, ...own.map(({ version }) => version));
}
