import { GRID_CHANGES, type GridOverlap, type GridPlan } from '@yihu/shared';
import { Alert, Typography } from 'antd';
import { areaText } from './outline.view';

/** What a change would do, before anybody says yes to it. */
export function PlanView({ plan }: { plan: GridPlan }) {
  return (
    <section aria-label="将要发生的变化" aria-live="polite" className="grids-plan">
      <table className="grids-table">
        <caption>保存后</caption>
        <thead>
          <tr>
            <th scope="col">网格</th>
            <th scope="col">面积</th>
            <th scope="col">变化</th>
          </tr>
        </thead>
        <tbody>
          {plan.results.map(({ gridId, code, name, areaM2, change }, at) => (
            <tr key={gridId ?? `${code}-${at}`}>
              <td>{name === '' ? `第 ${at + 1} 块(待命名)` : name}</td>
              <td>{areaText(areaM2)}</td>
              <td>{GRID_CHANGES[change]}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <Overlaps of={plan.overlaps} />
      {plan.notes.length > 0 && (
        <Alert type="warning" showIcon title={plan.notes.map((note) => <div key={note}>{note}</div>)} />
      )}
    </section>
  );
}

/** Which grids share ground, and how much. */
export function Overlaps({ of }: { of: readonly GridOverlap[] }) {
  if (of.length === 0) return null;
  return (
    <Alert
      type="warning"
      showIcon
      title={`有 ${of.length} 处重叠`}
      description={
        <>
          <ul className="grids-plain">
            {of.slice(0, 10).map(({ gridId, otherId, gridName, otherName, m2 }) => (
              <li key={`${gridId}-${otherId}`}>
                「{gridName}」与「{otherName}」重叠 {areaText(m2)}
              </li>
            ))}
          </ul>
          <Typography.Text type="secondary">重叠处的诉求归编号小的网格。</Typography.Text>
        </>
      }
    />
  );
}
