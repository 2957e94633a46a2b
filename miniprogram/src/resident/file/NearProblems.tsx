import { Text, View } from '@tarojs/components';
import type { GeoPoint, NearProblem } from '@yihu/shared';
import { problemsNear } from '../../api/problems';
import { useRemote } from '../../api/use-remote';
import { Button, Card, StateTag } from '../../components';
import type { Draft } from './draft';

/** More would have to be read before one can go on. */
const SHOWN = 3;

export interface NearProblemsProps {
  draft: Draft;
  patch: (part: Partial<Draft>) => void;
}

/** What others have reported around the place already: one tap says "mine too". Nothing when nothing is known. */
export function NearProblems({ draft, patch }: NearProblemsProps) {
  const { problem, place } = draft;
  const point = place && 'point' in place ? place.point : null;
  const near = useRemote(point && `near:${keyOf(point)}`, () => nearTo(point));
  if (problem) return <Joined name={problem.className} onNot={() => patch({ problem: null })} />;
  const items = near.data?.items.slice(0, SHOWN) ?? [];
  if (items.length === 0) return null;
  return (
    <View id="near-problems" className="file-near">
      <View className="yh-part">附近已有人反映,和您说的是同一件吗?</View>
      {items.map((item) => (
        <Card
          key={item.id}
          title={item.className}
          aside={<StateTag text={item.stateLabel} tone="info" />}
          label={`${item.className},${aboutText(item)}`}
        >
          <View className="yh-row yh-row--between">
            <Text className="yh-muted">{aboutText(item)}</Text>
            <Button
              id={`also-${item.id}`}
              kind="secondary"
              size="small"
              label={`我也遇到:${item.className}`}
              onTap={() => patch({ problem: { id: item.id, className: item.className } })}
            >
              我也遇到
            </Button>
          </View>
        </Card>
      ))}
      <View className="yh-muted yh-small">不是同一件就不用点,接着写您的。别人看不到您是谁。</View>
    </View>
  );
}

function Joined({ name, onNot }: { name: string; onNot: () => void }) {
  return (
    <View id="near-joined" className="yh-ask yh-ask--good file-near">
      <Text className="yh-ask__title">我也遇到:{name}</Text>
      <Text className="yh-ask__text">您会有自己的编号,办好了单独告诉您,请您评价。不写文字也能提交。</Text>
      <Button id="near-not" kind="secondary" onTap={onNot}>
        不是同一件
      </Button>
    </View>
  );
}

const keyOf = ({ lat, lng, datum }: GeoPoint) => `${lat},${lng},${datum}`;

/** Without a network there is nothing to show, and nothing to say about it: she goes on writing. */
async function nearTo(point: GeoPoint | null): Promise<{ items: NearProblem[] }> {
  const nothing = { items: [] };
  if (point === null) return nothing;
  const answer = await problemsNear(point).catch(() => nothing);
  return Array.isArray(answer.items) ? answer : nothing;
}

function aboutText({ count, distanceM }: NearProblem): string {
  return `${distanceM === 0 ? '就在附近' : `离这里约${distanceM}米`} · 已有${count}件`;
}
