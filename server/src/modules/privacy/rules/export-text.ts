import { formatLocal, type MyExportData, type OwnOrder } from '@yihu/shared';

const LINE = '────────────';

/** The export as a person reads it, section by section; what is empty says so. */
export function exportText(data: MyExportData): string {
  const { person, madeAt } = data;
  return [
    `${data.product} · 我的信息`,
    `导出时间:${formatLocal(madeAt)}`,
    '',
    ...section('一、账号', [
      `姓名:${person.name}`,
      `手机号:${person.phone ?? '没有保存'}`,
      `账号建立:${formatLocal(person.since)}`,
    ]),
    ...section(`二、我的诉求(${data.orders.length} 件)`, data.orders.flatMap(orderLines)),
    ...section(
      `三、消息(${data.notices.length} 条)`,
      data.notices.map(({ at, phrase, thing }) => `${formatLocal(at)}  ${phrase} · ${thing}`),
    ),
    ...section(
      '四、同意过什么',
      data.consents.map(
        (consent) =>
          `${formatLocal(consent.at)}  ${consent.title}(${consent.how};告知书${consent.notice})${consent.active ? '' : ' 已撤回或已用完'}`,
      ),
    ),
    ...section(
      '五、登录记录',
      data.sessions.map(
        ({ startedAt, device, wayLabel, endedAt }) =>
          `${formatLocal(startedAt)}  ${device} · ${wayLabel}${endedAt === null ? '' : ` · ${formatLocal(endedAt)} 退出`}`,
      ),
    ),
    ...section(
      '六、谁看过我的信息',
      data.looks.map(
        (look) =>
          `${formatLocal(look.at)}  ${look.unitName} ${look.roleLabel}:${look.what};原因:${look.why}(${look.orderNo})`,
      ),
    ),
  ].join('\n');
}

function section(title: string, lines: readonly string[]): string[] {
  return [LINE, title, LINE, ...(lines.length === 0 ? ['没有'] : lines), ''];
}

function orderLines(order: OwnOrder): string[] {
  const { ownContact } = order;
  return [
    `【${order.orderNo}】${order.title} · ${order.stateLabel}`,
    `  提交时间:${formatLocal(order.receivedAt)}`,
    `  内容:${order.text}`,
    `  地点:${order.address === '' ? order.placeLabel : order.address}`,
    `  我留的姓名:${ownContact.name === '' ? '没有留' : ownContact.name}  电话:${ownContact.phone ?? '没有留'}`,
    `  照片:${order.photos.length} 张`,
    ...[...order.timeline]
      .reverse()
      .flatMap((entry) => [
        `  · ${formatLocal(entry.at)} ${entry.who}:${entry.text}`,
        ...entry.notes.map((note) => `      ${note}`),
      ]),
    '',
  ];
}
