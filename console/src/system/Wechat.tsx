import { useQuery } from '@tanstack/react-query';
import { formatLocal, type WechatAdminAnswer } from '@yihu/shared';
import { Alert, Descriptions, Flex, Table } from 'antd';
import { wechatAdmin } from '../api/admin';
import { Remote } from '../components';

const PUSH = { SAFE: '已开,安全模式', PLAIN: '已开,明文模式', OFF: '没有开' } as const;

/** How the platform stands: alarms, quotas, what was sent, what people agreed to receive. */
export function Wechat() {
  const page = useQuery({ queryKey: ['wechat-admin'], queryFn: wechatAdmin });
  return <Remote of={page}>{(found) => <Found found={found} />}</Remote>;
}

function Found({ found }: { found: WechatAdminAnswer }) {
  const { appId, token, push, templatesCheckedAt, alarms, failures, sends, credits, quotas } = found;
  return (
    <Flex vertical gap="middle">
      {alarms.map(({ kind, text, count, lastAt }) => (
        <Alert
          key={`${kind}${text}`}
          type="error"
          showIcon
          title={text}
          description={`${count} 次,最近 ${formatLocal(lastAt)}`}
        />
      ))}
      <Descriptions
        bordered
        size="small"
        column={2}
        items={[
          { key: 'app', label: '小程序', children: appId === '' ? '没有设置' : appId },
          { key: 'push', label: '消息推送', children: PUSH[push] },
          {
            key: 'token',
            label: '调用凭据',
            children:
              token === null ? '还没有取过' : `指纹 ${token.fingerprint},到 ${formatLocal(token.until)}`,
          },
          {
            key: 'templates',
            label: '消息模板核对',
            children: templatesCheckedAt === null ? '还没有核对过' : formatLocal(templatesCheckedAt),
          },
        ]}
      />
      <Flex gap="middle" wrap>
        <section style={{ flex: 1, minWidth: 420 }}>
          <h2>额度</h2>
          <Table
            size="small"
            rowKey="path"
            pagination={false}
            dataSource={quotas}
            locale={{ emptyText: '平台还没有报过额度' }}
            columns={[
              { title: '接口', dataIndex: 'path' },
              { title: '已用', dataIndex: 'used', align: 'right' },
              { title: '剩余', dataIndex: 'remain', align: 'right' },
              { title: '总数', dataIndex: 'limit', align: 'right' },
              { title: '问于', render: (_, { askedAt }) => formatLocal(askedAt) },
            ]}
          />
        </section>
        <section style={{ flex: 1, minWidth: 420 }}>
          <h2>可发的订阅消息</h2>
          <Table
            size="small"
            rowKey="title"
            pagination={false}
            dataSource={credits}
            columns={[
              { title: '模板', dataIndex: 'title' },
              { title: '同意的人', dataIndex: 'people', align: 'right' },
              { title: '还可发', dataIndex: 'remaining', align: 'right' },
              { title: '长期', dataIndex: 'longTerm', align: 'right' },
            ]}
          />
        </section>
        <section style={{ flex: 1, minWidth: 420 }}>
          <h2>每天发送</h2>
          <Table
            size="small"
            rowKey="day"
            pagination={false}
            dataSource={sends}
            columns={[
              { title: '日期', dataIndex: 'day' },
              { title: '送达', dataIndex: 'sent', align: 'right' },
              { title: '本人拒收', dataIndex: 'refused', align: 'right' },
              { title: '失败', dataIndex: 'failed', align: 'right' },
              { title: '结果不明', dataIndex: 'unknown', align: 'right' },
            ]}
          />
        </section>
        <section style={{ flex: 1, minWidth: 420 }}>
          <h2>近期失败的调用</h2>
          <Table
            size="small"
            rowKey={({ path, code }) => `${path}${code}`}
            pagination={false}
            dataSource={failures}
            locale={{ emptyText: '没有' }}
            columns={[
              { title: '接口', dataIndex: 'path' },
              { title: '错误码', dataIndex: 'code' },
              { title: '次数', dataIndex: 'count', align: 'right' },
              { title: '最近', render: (_, { lastAt }) => formatLocal(lastAt) },
              { title: 'rid', render: (_, { rid }) => rid ?? '—' },
            ]}
          />
        </section>
      </Flex>
    </Flex>
  );
}
