import { View } from '@tarojs/components';
import { usePullDownRefresh, useRouter } from '@tarojs/taro';
import type { ItemSummary, LedgerCount } from '@yihu/shared';
import { ledgerCounts, ledgerItems } from '../../api/procedures';
import { useRemote } from '../../api/use-remote';
import { Button, Card, Empty, Fact, Page, Remote, StateTag } from '../../components';
import { go, goTab } from '../../platform/nav';
import { stopRefresh } from '../../platform/refresh';
import { useSession } from '../../session/session';
import { partsOf } from '../../view/landing';

/** The street's ledgers to read; with `kind` what stands in one of them. Entering and striking off is desk work. */
export default function LedgersPage() {
  const session = useSession();
  const { kind } = useRouter().params;
  if (!session) return <Page needsSignIn>{null}</Page>;
  const { handles, desk } = partsOf(session.me);
  if (handles || desk) return <Page>{kind ? <Ledger kind={kind} /> : <Ledgers />}</Page>;
  return (
    <Page>
      <Empty text="这里是街道工作人员看的台账">
        <Button onTap={() => goTab('resident/home/index')}>回首页</Button>
      </Empty>
    </Page>
  );
}

function Ledgers() {
  const ledgers = useRemote('ledgers', ledgerCounts);
  usePullDownRefresh(() => void ledgers.reload().finally(stopRefresh));
  return (
    <Remote of={ledgers}>
      {({ items }) => (
        <View>
          {items.map((ledger) => (
            <LedgerCard key={ledger.kind} ledger={ledger} />
          ))}
        </View>
      )}
    </Remote>
  );
}

function LedgerCard({ ledger }: { ledger: LedgerCount }) {
  const { kind, label, about, standing, late } = ledger;
  const stands = late > 0 ? `在册 ${standing},逾期 ${late}` : `在册 ${standing}`;
  return (
    <Card
      id={`ledger-${kind}`}
      title={label}
      aside={<StateTag text={stands} tone={late > 0 ? 'bad' : standing > 0 ? 'info' : 'neutral'} />}
      label={`${label},${stands}`}
      onTap={() => go('handler/ledgers/index', { kind })}
    >
      <View className="yh-muted">{about}</View>
    </Card>
  );
}

function Ledger({ kind }: { kind: string }) {
  const items = useRemote(`ledger:${kind}`, () => ledgerItems(kind));
  usePullDownRefresh(() => void items.reload().finally(stopRefresh));
  return (
    <Remote of={items}>
      {({ items: list }) =>
        list.length === 0 ? (
          <Empty text="这本台账现在没有在册的">
            <Button kind="secondary" onTap={items.reload}>
              刷新
            </Button>
          </Empty>
        ) : (
          <View>
            {list.map((item) => (
              <ItemCard key={item.id} item={item} />
            ))}
          </View>
        )
      }
    </Remote>
  );
}

function ItemCard({ item }: { item: ItemSummary }) {
  const due = item.late ? `${item.dueDay}(已逾期)` : item.dueDay;
  return (
    <Card title={item.title} aside={<StateTag text={item.stateLabel} tone={item.late ? 'bad' : 'info'} />}>
      <Fact name="来由">{item.enteredBy}</Fact>
      <Fact name="牵头">{[item.unitName, item.personName].filter(Boolean).join(' ')}</Fact>
      <Fact name="期限">{due}</Fact>
      <Fact name="工单">
        {item.ordersTotal > 0 ? `${item.ordersTotal} 件,未办结 ${item.ordersOpen} 件` : null}
      </Fact>
    </Card>
  );
}
