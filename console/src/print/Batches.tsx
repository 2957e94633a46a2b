import { useQueryClient } from '@tanstack/react-query';
import { type DeskGrid, STICKERS_PER_BATCH, type StickerBatchView } from '@yihu/shared';
import { Alert, App, Button, Flex, Form, Input, InputNumber, Popconfirm, Typography } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { errText } from '../api/request';
import { makeStickers, revokeBatch, STICKERS_KEY, useBatches } from '../api/stickers';
import { Remote, useSending } from '../components';
import { PER_PAGE } from './card.view';
import { Stickers } from './Stickers';

interface Props {
  grid: DeskGrid;
  batch: string | null;
  onBatch: (batch: string) => void;
}

/** Posters of a grid: made by the page, their scans counted, revoked when they must open nothing any more. */
export function Batches({ grid, batch, onBatch }: Props) {
  const [count, setCount] = useState(PER_PAGE);
  const [label, setLabel] = useState('');
  const { busy, error, sending } = useSending();
  const [single, setSingle] = useState<string | null>(null);
  const batches = useBatches();
  const client = useQueryClient();
  const { message } = App.useApp();
  const run = (work: () => Promise<string>) =>
    sending(async () => {
      const done = await work();
      await client.invalidateQueries({ queryKey: STICKERS_KEY });
      void message.success(done);
    });
  const make = () =>
    run(async () => {
      const { items } = await makeStickers({
        gridId: grid.id,
        count,
        ...(label.trim() === '' ? {} : { label }),
      });
      const [first] = items;
      if (first !== undefined) onBatch(first.batch);
      return `已做 ${items.length} 张,可以打印`;
    });
  const revoke = ({ batch: id, active }: StickerBatchView) =>
    run(async () => {
      await revokeBatch(id);
      return `已作废 ${active} 张`;
    });
  return (
    <>
      {!grid.active && (
        <Alert
          type="warning"
          showIcon
          title={`「${grid.name}」已停用,扫这些码不再打开网格:请逐张移到别的网格,或作废`}
        />
      )}
      <Form layout="vertical" hidden={!grid.active}>
        <Flex gap="small" align="end" wrap>
          <Form.Item label="张数" htmlFor="batch-count">
            <InputNumber
              id="batch-count"
              min={1}
              max={STICKERS_PER_BATCH}
              value={count}
              onChange={(next) => setCount(next ?? PER_PAGE)}
            />
          </Form.Item>
          <Form.Item label="贴在哪里" htmlFor="batch-label">
            <Input
              id="batch-label"
              value={label}
              maxLength={30}
              placeholder={grid.name}
              onChange={(event) => setLabel(event.target.value)}
            />
          </Form.Item>
          <Form.Item>
            <Button id="batch-make" type="primary" loading={busy} onClick={() => void make()}>
              制作一批
            </Button>
          </Form.Item>
        </Flex>
      </Form>
      {error !== null && <Alert type="error" showIcon role="alert" title={errText(error)} />}
      <Remote of={batches}>
        {({ items }) => {
          const own = items.filter(({ gridId }) => gridId === grid.id);
          if (own.length === 0)
            return <Typography.Text type="secondary">这个网格还没有做过码。</Typography.Text>;
          return (
            <table className="print-batches">
              <caption>各批的扫码次数</caption>
              <thead>
                <tr>
                  <th scope="col">批次</th>
                  <th scope="col">张数</th>
                  <th scope="col">扫码</th>
                  <th scope="col">近 7 天</th>
                  <th scope="col">最近</th>
                  <th scope="col">操作</th>
                </tr>
              </thead>
              <tbody>
                {own.map((each) => (
                  <tr key={each.batch} aria-current={each.batch === batch}>
                    <td>
                      {each.label}
                      <div className="desk-muted">{dayjs(each.createdAt).format('YYYY-MM-DD')}</div>
                    </td>
                    <td>{each.active === each.count ? each.count : `${each.active}/${each.count}`}</td>
                    <td>{each.scans}</td>
                    <td>{each.scans7d}</td>
                    <td>{each.lastScanDay ?? '—'}</td>
                    <td>
                      <Button
                        size="small"
                        aria-expanded={single === each.batch}
                        onClick={() => setSingle(single === each.batch ? null : each.batch)}
                      >
                        逐张
                      </Button>{' '}
                      {each.active === 0 ? (
                        '已作废'
                      ) : (
                        <>
                          {grid.active && (
                            <Button size="small" onClick={() => onBatch(each.batch)}>
                              打印
                            </Button>
                          )}{' '}
                          <Popconfirm
                            title={`作废这一批的 ${each.active} 张?`}
                            description="扫这些码不再打开网格,会请居民在地图上选点。"
                            okText="作废"
                            onConfirm={() => void revoke(each)}
                          >
                            <Button size="small" danger>
                              作废
                            </Button>
                          </Popconfirm>
                        </>
                      )}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          );
        }}
      </Remote>
      {single !== null && <Stickers gridId={grid.id} batch={single} />}
    </>
  );
}
