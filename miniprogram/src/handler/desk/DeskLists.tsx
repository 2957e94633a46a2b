import { View } from '@tarojs/components';
import { DESK_VIEWS, type DeskView, type Me } from '@yihu/shared';
import { useState } from 'react';
import { deskCounts, deskOrders } from '../../api/orders';
import { usePages } from '../../api/use-pages';
import { useRemote } from '../../api/use-remote';
import { Button, Tabs, WorkList } from '../../components';
import { go } from '../../platform/nav';
import { partsOf } from '../../view/landing';

const VIEWS = Object.keys(DESK_VIEWS) as DeskView[];

/** The office's lists with how many wait in each, soonest due first. */
export function DeskLists({ me }: { me: Me }) {
  const counts = useRemote(`desk-counts:${me.personId}`, deskCounts);
  const [chosen, setChosen] = useState<DeskView | null>(null);
  // until one is chosen, the first list where somebody waits
  const view = chosen ?? VIEWS.find((key) => (counts.data?.[key] ?? 0) > 0) ?? 'TO_ACCEPT';
  const ready = chosen !== null || counts.data !== undefined || counts.error !== undefined;
  const pages = usePages(ready ? `desk:${me.personId}:${view}` : null, (after) => deskOrders(view, after));
  const reload = () => Promise.all([counts.reload(), pages.reload()]);
  return (
    <View>
      {partsOf(me).filesForCallers && (
        <View className="work-file">
          <Button
            id="desk-file"
            kind="secondary"
            icon="pen"
            onTap={() => go('resident/file/index', { for: 'caller' })}
          >
            替来电群众登记
          </Button>
        </View>
      )}
      <Tabs
        tabs={VIEWS.map((key) => ({ key, label: DESK_VIEWS[key].label, count: counts.data?.[key] }))}
        value={view}
        onChange={setChosen}
      />
      <WorkList pages={pages} none={`没有${DESK_VIEWS[view].label}的工单`} reload={reload} />
    </View>
  );
}
