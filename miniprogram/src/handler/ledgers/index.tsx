import { Text, View } from '@tarojs/components';
import { usePullDownRefresh } from '@tarojs/taro';
import type { ItemSummary, LedgerCount, Me } from '@yihu/shared';
import { useState } from 'react';
import { ledgerCounts, ledgerItems } from '../../api/procedures';
import { useRemote } from '../../api/use-remote';
import { Button, Card, Empty, Fact, Page, Remote, StateTag, Tabs } from '../../components';
import { goTab } from '../../platform/nav';
import { stopRefresh } from '../../platform/refresh';
import { useSession } from '../../session/session';
import { partsOf } from '../../view/landing';

/** The street's ledgers to read: which there are, what stands in each, by when. Entering and striking off is desk work. */
export default function LedgersPage() {
  const session = useSession();
  if (!session) return <Page needsSignIn>{null}</Page>;
  const { handles, desk } = partsOf(session.me);
  return (
    <Page>
      {handles || desk ? (
        <Ledgers key={session.me.personId} me={session.me} />
      ) : (
        <Empty text="这里是街道工作人员看的台账">
          <Button onTap={() => goTab('resident/home/index')}>回首页</Button>
        </Empty>
      )}
    </Page>
  );
}

function Ledgers({ me }: { me: Me }) {
  const ledgers = useRemote(`ledgers:${me.personId}`, ledgerCounts);
  const [chosen, setChosen] = useState<string | null>(null);
  const all = ledgers.data?.items ?? [];
  // until one is chosen, the first in which something stands
  const kind = chosen ?? (all.find(({ standing }) => standing > 0) ?? all[0])?.kind ?? null;
  const items = useRemote(kind === null ? null : `ledger:${me.personId}:${kind}`, () =>
    ledgerItems(kind ?? ''),
  );
  const reload = () => Promise.all([ledgers.reload(), items.reload()]);
  usePullDownRefresh(() => void reload().finally(stopRefresh));
  return (
    <Remote of={ledgers}>
      {({ items: counts }) => (
        <View>
          <Tabs
            tabs={counts.map((ledger) => ({ key: ledger.kind, label: ledger.label, count: ledger.standing }))}
            value={kind ?? ''}
            onChange={setChosen}
          />
          <About ledger={counts.find((ledger) => ledger.kind === kind)} />
          <Remote of={items}>{(list) => <Items items={list.items} />}</Remote>
        </View>
      )}
    </Remote>
  );
}

function About({ ledger }: { ledger: LedgerCount | undefined }) {
  if (!ledger) return null;
  const late = ledger.late > 0 ? `,逾期 ${ledger.late} 项` : '';
  return (
    <View className="yh-muted yh-small yh-steps">
      {ledger.about}
      {late}
    </View>
  );
}

function Items({ items }: { items: readonly ItemSummary[] }) {
  if (items.length === 0) return <Empty text="这本台账现在没有在册的" />;
  return (
    <View>
      {items.map((item) => (
        <Card
          key={item.id}
          title={item.title}
          aside={<StateTag text={item.stateLabel} tone={item.late ? 'bad' : 'info'} />}
        >
          <Fact name="来由">{item.enteredBy}</Fact>
          <Fact name="牵头">{[item.unitName, item.personName].filter(Boolean).join(' ')}</Fact>
          <Fact name="期限">
            {item.dueDay && (
              <Text>
                {item.dueDay}
                {item.late ? '(已逾期)' : ''}
              </Text>
            )}
          </Fact>
          <Fact name="工单">
            {item.ordersTotal > 0 && `${item.ordersTotal} 件,未办结 ${item.ordersOpen} 件`}
          </Fact>
        </Card>
      ))}
    </View>
  );
}
