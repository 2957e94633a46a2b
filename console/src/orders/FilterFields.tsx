import { useQuery } from '@tanstack/react-query';
import { CHANNELS, LIST_SORTS, URGENCIES } from '@yihu/shared';
import { DatePicker, Select, Space } from 'antd';
import dayjs from 'dayjs';
import { useEffect, useRef } from 'react';
import { gridsOf, useStreetId } from '../api/places';
import { ClassSelect, UnitSelect } from '../components';
import { matchOf } from '../shell/pinyin';
import type { Address } from './use-address';

const options = (of: Readonly<Record<string, string>>) =>
  Object.entries(of).map(([value, label]) => ({ value, label }));

interface Props {
  address: Address;
  /** Closed by Esc. */
  onClose: () => void;
}

/** By what a list can be narrowed, each kept in the address. */
export function FilterFields({ address, onClose }: Props) {
  const { search, change } = address;
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.querySelector('input')?.focus(), []);
  const day = (text: string | undefined) => (text ? dayjs(text) : null);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Esc of the fields inside passes through here
    <div
      ref={box}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.nativeEvent.isComposing) onClose();
      }}
    >
      <Space orientation="vertical" className="bench-more">
        <UnitSelect
          aria-label="承办单位"
          value={search.unitId}
          onChange={(unitId) => change({ unitId, id: undefined })}
        />
        <GridSelect value={search.gridId} onChange={(gridId) => change({ gridId, id: undefined })} />
        <ClassSelect
          aria-label="分类"
          value={search.classCode}
          onChange={(classCode) => change({ classCode, id: undefined })}
        />
        <Select
          aria-label="渠道"
          allowClear
          placeholder="渠道"
          value={search.channel}
          options={options(CHANNELS)}
          onChange={(channel?: string) => change({ channel, id: undefined })}
        />
        <Select
          aria-label="紧急程度"
          allowClear
          placeholder="紧急程度"
          value={search.urgency}
          options={options(URGENCIES)}
          onChange={(urgency?: string) => change({ urgency, id: undefined })}
        />
        <DatePicker.RangePicker
          aria-label="收到日期"
          allowEmpty
          value={[day(search.from), day(search.to)]}
          onChange={(days) =>
            change({
              from: days?.[0]?.format('YYYY-MM-DD'),
              to: days?.[1]?.format('YYYY-MM-DD'),
              id: undefined,
            })
          }
        />
        <Select
          aria-label="排列"
          allowClear
          placeholder="排列"
          value={search.sort}
          options={options(LIST_SORTS)}
          onChange={(sort?: string) => change({ sort, id: undefined })}
        />
      </Space>
    </div>
  );
}

interface GridProps {
  value: string | undefined;
  onChange: (gridId: string | undefined) => void;
}

/** A grid of the street, found by name or initials. */
function GridSelect({ value, onChange }: GridProps) {
  const streetId = useStreetId();
  const grids = useQuery({
    queryKey: ['grids', streetId],
    queryFn: () => gridsOf(streetId ?? ''),
    enabled: streetId !== undefined,
    staleTime: 600_000,
  });
  return (
    <Select
      aria-label="网格"
      allowClear
      placeholder="网格名称或拼音首字母"
      loading={grids.isPending}
      value={value}
      onChange={onChange}
      options={grids.data?.grids.map(({ id, name, community }) => ({
        value: id,
        label: `${community.name} ${name}`,
      }))}
      showSearch={{ filterOption: (typed, option) => matchOf(option?.label ?? '', typed) > 0 }}
    />
  );
}
