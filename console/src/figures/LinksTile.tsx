import { formatLocal, type LinksReport } from '@yihu/shared';
import { useLinks } from '../api/figures';
import { Chart, Remote } from '../components';
import { minutesText } from './period.view';

interface Props {
  period: { fromDay: string; toDay: string };
  onOpen: (address: string, title: string) => void;
}

/** How long each of the ten links took, and how many orders went through it or lack it. */
export function LinksTile({ period, onOpen }: Props) {
  const links = useLinks(period);
  return <Remote of={links}>{(report) => <Links report={report} period={period} onOpen={onOpen} />}</Remote>;
}

function Links({ report, period, onOpen }: Props & { report: LinksReport }) {
  const { links } = report;
  const opens = (link: string, has: number) =>
    `/api/links/${encodeURIComponent(link)}/orders?${new URLSearchParams({ ...period, has: String(has) })}`;
  const slowest = links.reduce<LinksReport['links'][number] | null>(
    (top, link) => ((link.minutes ?? -1) > (top?.minutes ?? -1) ? link : top),
    null,
  );
  const about =
    report.orders === 0
      ? '这段时间没有收到诉求。'
      : `收到的 ${report.orders} 件里各环节的平均用时;${slowest?.minutes == null ? '' : `最长的是${slowest.link},平均 ${minutesText(slowest.minutes)};`}截至 ${formatLocal(report.asOf)}。`;
  return (
    <Chart
      id="links"
      title="十个环节的用时"
      about={about}
      head="环节"
      labels={links.map(({ link }) => link)}
      series={[
        {
          name: '平均用时(分钟)',
          values: links.map(({ minutes }) => minutes),
          opens: links.map(({ link }) => opens(link, 1)),
        },
        {
          name: '经过(件)',
          tableOnly: true,
          values: links.map(({ orders }) => orders),
          opens: links.map(({ link }) => opens(link, 1)),
        },
        {
          name: '没有(件)',
          tableOnly: true,
          values: links.map(({ lacking }) => lacking),
          opens: links.map(({ link }) => opens(link, 0)),
        },
      ]}
      onOpen={onOpen}
    />
  );
}
