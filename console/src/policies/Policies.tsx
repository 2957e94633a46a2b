import { useQuery } from '@tanstack/react-query';
import { isPolicyKind, type PolicyKindView } from '@yihu/shared';
import { Flex } from 'antd';
import { POLICIES, policyKinds } from '../api/policies';
import { DeskPage, Remote, useFilters } from '../components';
import { useKeys } from '../keys';
import { KindPane } from './KindPane';
import { VersionTag } from './Versions';

/** The street's rules as data: every kind by name with what it decides, its versions, and its form. */
export default function Policies() {
  const kinds = useQuery({ queryKey: POLICIES, queryFn: policyKinds });
  return (
    <DeskPage title="规则" about="街道自己定的规则;改了只对以后有效,每一版都留着">
      <Remote of={kinds}>
        {({ kinds: all }) => <Kinds kinds={all.filter(({ kind }) => isPolicyKind(kind))} />}
      </Remote>
    </DeskPage>
  );
}

function Kinds({ kinds }: { kinds: readonly PolicyKindView[] }) {
  const [filters, filter] = useFilters();
  const at = Math.max(
    0,
    kinds.findIndex(({ kind }) => kind === filters.kind),
  );
  const chosen = kinds[at];
  const go = (next: number) => {
    const kind = kinds[next]?.kind;
    if (kind !== undefined) filter({ kind, v: undefined });
  };
  useKeys('规则', [
    { key: 'j', label: '下一类规则', run: () => go(at + 1) },
    { key: 'k', label: '上一类规则', run: () => go(at - 1) },
  ]);
  return (
    <Flex gap="middle" align="start">
      <nav aria-label="规则的种类" className="desk-kinds">
        {kinds.map(({ kind, title, about, inForce }) => (
          <a
            key={kind}
            href={`#/policies?kind=${kind}`}
            aria-current={kind === chosen?.kind ? 'page' : undefined}
          >
            <strong>{title}</strong>
            {inForce !== null && <VersionTag state={inForce.state} />}
            <span className="desk-muted">{about}</span>
          </a>
        ))}
      </nav>
      <div className="desk-kind">
        {chosen !== undefined && (
          <>
            <h2>{chosen.title}</h2>
            <p className="desk-muted">
              {chosen.about}
              {chosen.needsSecond && '。须由第二人复核'}
            </p>
            <KindPane
              key={chosen.kind}
              view={chosen}
              versionId={filters.v}
              onVersion={(id) => filter({ kind: chosen.kind, v: id })}
            />
          </>
        )}
      </div>
    </Flex>
  );
}
