import { useQueryClient } from '@tanstack/react-query';
import type { ChangeStickerBody, StickerView } from '@yihu/shared';
import { Alert, App, Button, Flex, Table, Tag } from 'antd';
import { useState } from 'react';
import { errText } from '../api/request';
import { changeSticker, STICKERS_KEY, useStickers } from '../api/stickers';
import { AnyUnitSelect, Remote, useSending } from '../components';

interface Props {
  gridId: string;
  batch: string;
}

/** The posters of one batch, one by one: moved to another grid, taken out of use and back. */
export function Stickers({ gridId, batch }: Props) {
  const stickers = useStickers(gridId);
  return (
    <Remote of={stickers}>
      {({ items }) => (
        <Single
          key={batch}
          gridId={gridId}
          items={items.filter((each) => each.batch === batch).sort((a, b) => (a.label < b.label ? -1 : 1))}
        />
      )}
    </Remote>
  );
}

function Single({ gridId, items }: { gridId: string; items: readonly StickerView[] }) {
  const [chosen, setChosen] = useState<string[]>([]);
  const [to, setTo] = useState<string>();
  const { busy, error, sending } = useSending();
  const { message } = App.useApp();
  const client = useQueryClient();
  const picked = items.filter(({ id }) => chosen.includes(id));
  const change = (part: ChangeStickerBody, said: string) =>
    sending(async () => {
      try {
        for (const { id } of picked) await changeSticker(id, part);
        void message.success(`${picked.length} 张已${said}`);
        setChosen([]);
      } finally {
        // Whatever was done before one was refused is shown as it is.
        await client.invalidateQueries({ queryKey: STICKERS_KEY });
      }
    });
  return (
    <section aria-label="逐张管理">
      <Table<StickerView>
        size="small"
        rowKey="id"
        pagination={{ pageSize: 20, hideOnSinglePage: true, showSizeChanger: false }}
        dataSource={[...items]}
        rowSelection={{
          selectedRowKeys: chosen,
          onChange: (keys) => setChosen(keys.map(String)),
          getCheckboxProps: ({ label }) => ({ 'aria-label': `选${label}` }),
          columnTitle: (box) => <span title="选全部">{box}</span>,
        }}
        columns={[
          { title: '贴在哪里', dataIndex: 'label' },
          { title: '扫码', dataIndex: 'scans', align: 'right', width: 60 },
          { title: '最近', width: 110, render: (_, { lastScanDay }) => lastScanDay ?? '—' },
          {
            title: '状态',
            width: 80,
            render: (_, { active }) => (
              <Tag color={active ? 'success' : 'default'}>{active ? '在用' : '已作废'}</Tag>
            ),
          },
        ]}
      />
      <Flex gap="small" wrap align="center" style={{ marginTop: 8 }}>
        <AnyUnitSelect
          aria-label="移到哪个网格"
          placeholder="移到哪个网格"
          of={['GRID']}
          except={gridId}
          style={{ minWidth: 180 }}
          value={to}
          onChange={setTo}
        />
        <Button
          id="sticker-move"
          loading={busy}
          disabled={picked.length === 0 || to === undefined}
          onClick={() => void change({ gridId: to }, '移走,扫码打开新的网格')}
        >
          移过去
        </Button>
        <Button
          danger
          loading={busy}
          disabled={!picked.some(({ active }) => active)}
          onClick={() => void change({ active: false }, '作废')}
        >
          作废选中的
        </Button>
        <Button
          loading={busy}
          disabled={!picked.some(({ active }) => !active)}
          onClick={() => void change({ active: true }, '恢复使用')}
        >
          恢复选中的
        </Button>
        <span className="desk-muted" aria-live="polite">
          已选 {picked.length} 张
        </span>
      </Flex>
      {error !== null && <Alert type="error" showIcon role="alert" title={errText(error)} />}
    </section>
  );
}
