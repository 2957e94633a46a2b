import {
  CHANNELS,
  COMPLEXITIES,
  LINES,
  type OrderView,
  OUTCOMES,
  PARTY_KINDS,
  REQUEST_TYPES,
  SOURCES,
  UPPER_SYSTEMS,
  URGENCIES,
  whenText,
} from '@yihu/shared';
import { useNow } from '../components';

/** What is known of an order, one fact a line; what is not known is left out. */
export function OrderFacts({ order }: { order: OrderView }) {
  const now = useNow();
  const facts: [string, string | null][] = [
    ['分类', order.className ?? '还没有分类'],
    ['类型', `${REQUEST_TYPES[order.requestType]} · ${PARTY_KINDS[order.partyKind]}`],
    ['程度', `${URGENCIES[order.urgency]} · ${COMPLEXITIES[order.complexity]}`],
    ['地点', [order.communityName, order.gridName].filter(Boolean).join(' ') || order.placeLabel],
    ['详细地址', order.address || null],
    ['承办', order.leadUnitName],
    ['承办电话', order.leadPhone],
    ['承办人', order.handlerName],
    ['结果', order.outcome === null ? null : OUTCOMES[order.outcome]],
    ['收到', whenText(order.receivedAt, now)],
    [
      '来源',
      [
        CHANNELS[order.channel],
        order.source === 'RESIDENT' ? null : SOURCES[order.source],
        order.line === null ? null : LINES[order.line],
        order.intakeName,
      ]
        .filter(Boolean)
        .join(' · '),
    ],
    [
      '上级编号',
      order.upperNo === null
        ? null
        : `${order.upperSystem === null ? '' : `${UPPER_SYSTEMS[order.upperSystem]} `}${order.upperNo}`,
    ],
  ];
  return (
    <section aria-label="基本情况">
      <dl className="bench-facts">
        {facts.map(([name, value]) =>
          value === null || value === '' ? null : (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ),
        )}
      </dl>
    </section>
  );
}
