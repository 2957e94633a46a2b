import { useQuery } from '@tanstack/react-query';
import { type GridFeature, PLACE_KINDS, PLACE_WORDS_MAX, type PlaceHit } from '@yihu/shared';
import { AutoComplete, Flex, Select, Tag } from 'antd';
import { useDeferredValue } from 'react';
import { findPlaces } from '../api/intake';
import type { CallForm } from './filing.view';
import { useStreetGrids } from './use-street-grids';

interface Props {
  streetId: string | undefined;
  form: CallForm;
  onChange: (part: Partial<CallForm>) => void;
}

/** Begins the value of a proposal, so that it is never what somebody types. */
const HIT = '\u0001';
/** Nobody knows which grid. */
const UNKNOWN = '';

/** Where it is: words find grids, communities, service points and addresses said before; the grid can be chosen too. */
export function PlaceField({ streetId, form, onChange }: Props) {
  const asked = useDeferredValue(form.address.trim().slice(0, PLACE_WORDS_MAX));
  const found = useQuery({
    queryKey: ['places', streetId, asked],
    queryFn: () => findPlaces(streetId ?? '', asked),
    enabled: streetId !== undefined && [...asked].length >= 2,
    placeholderData: (before) => before,
    staleTime: 60_000,
  });
  const { grids } = useStreetGrids(streetId, null);
  const hits = asked === '' ? [] : (found.data?.items ?? []);
  const take = (hit: PlaceHit) =>
    onChange({
      address: hit.label,
      gridCode: hit.gridCode,
      gridName: hit.gridName,
      point: hit.at === null ? null : { ...hit.at, datum: 'WGS84' },
    });
  return (
    <Flex gap="small" wrap>
      <AutoComplete
        id="call-place"
        aria-label="地点"
        className="call-grow"
        value={form.address}
        placeholder="小区、路名、网格,如 丁香01"
        maxLength={120}
        // What is typed stays as it is until the arrow says otherwise.
        defaultActiveFirstOption={false}
        options={hits.map((hit, at) => ({ value: `${HIT}${at}`, label: <Hit hit={hit} /> }))}
        onChange={(address) => {
          if (!address.startsWith(HIT)) onChange({ address });
        }}
        onSelect={(value) => {
          const hit = hits[Number(value.slice(HIT.length))];
          if (hit !== undefined) take(hit);
        }}
      />
      <Select
        id="call-grid"
        aria-label="网格"
        className="call-grid"
        placeholder="所在网格"
        value={form.gridCode}
        showSearch={{ optionFilterProp: 'label' }}
        // No cross to clear it: that would be one more stop on the way to the class.
        options={[
          { value: UNKNOWN, label: '说不清' },
          ...(grids ?? []).map((grid) => ({
            value: grid.code,
            label: gridLabel(grid),
          })),
        ]}
        onChange={(gridCode, option) => {
          if (gridCode === UNKNOWN) return onChange({ gridCode: null, gridName: '', point: null });
          const label = Array.isArray(option) ? '' : String(option?.label ?? '');
          onChange({ gridCode, gridName: label, point: null });
        }}
      />
    </Flex>
  );
}

/** A grid's name, after its community where it does not say it. */
export function gridLabel({ name, community }: GridFeature): string {
  return name.startsWith(community.name.slice(0, 2)) ? name : `${community.shortName} ${name}`;
}

function Hit({ hit }: { hit: PlaceHit }) {
  return (
    <Flex gap="small" align="center">
      <Tag>{PLACE_KINDS[hit.kind]}</Tag>
      <span>{hit.label}</span>
      <span className="desk-muted">
        {hit.gridName}
        {hit.times > 0 && ` · 近期 ${hit.times} 件`}
      </span>
    </Flex>
  );
}
