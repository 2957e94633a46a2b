import { Text, View } from '@tarojs/components';
import { usePullDownRefresh } from '@tarojs/taro';
import { type Me, MORNING_VIEWS, type MorningView } from '@yihu/shared';
import { morningCounts } from '../../api/procedures';
import { useRemote } from '../../api/use-remote';
import { Button, Remote } from '../../components';
import { spoken } from '../../platform/a11y';
import { go } from '../../platform/nav';
import { stopRefresh } from '../../platform/refresh';

const VIEWS = Object.keys(MORNING_VIEWS) as MorningView[];
/** Figures that should be nought. */
const BAD: readonly MorningView[] = ['OVERNIGHT', 'OVERDUE', 'STUCK', 'UNHAPPY'];

export interface MorningProps {
  me: Me;
  /** Procedures that wait for this person; undefined while it is not known. */
  waiting: number | undefined;
  onWaiting: () => void;
}

/** A leader's morning: few figures, each opens to what is behind it. */
export function Morning({ me, waiting, onWaiting }: MorningProps) {
  const counts = useRemote(`morning:${me.personId}`, morningCounts);
  usePullDownRefresh(() => void counts.reload().finally(stopRefresh));
  return (
    <Remote of={counts}>
      {(figures) => (
        <View>
          <View className="yh-figures">
            <Figure id="figure-waiting" n={waiting} name="等我处理" bad={false} onTap={onWaiting} />
            {VIEWS.map((view) => (
              <Figure
                key={view}
                id={`figure-${view}`}
                n={figures[view]}
                name={MORNING_VIEWS[view].label}
                bad={BAD.includes(view) && figures[view] > 0}
                onTap={() => go('handler/morning/index', { view })}
              />
            ))}
          </View>
          <Button id="open-ledgers" kind="secondary" onTap={() => go('handler/ledgers/index')}>
            看台账
          </Button>
        </View>
      )}
    </Remote>
  );
}

interface FigureProps {
  id: string;
  n: number | undefined;
  name: string;
  bad: boolean;
  onTap: () => unknown;
}

function Figure({ id, n, name, bad, onTap }: FigureProps) {
  return (
    <View
      id={id}
      className={`yh-figure${bad ? ' yh-figure--bad' : ''}`}
      hoverClass="yh-card--pressed"
      onClick={onTap}
      {...spoken({ role: 'button', label: `${name} ${n ?? ''} 件` })}
    >
      <Text className="yh-figure__n">{n ?? '…'}</Text>
      <Text className="yh-figure__name">{name}</Text>
    </View>
  );
}
