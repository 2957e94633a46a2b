import { PRESET_WORDS } from '@yihu/shared';
import { Flex, Select } from 'antd';
import { DeskPage, useFilters } from '../components';
import { Simulation } from './Simulation';

/** What a past period would have been under another set of promises, before anybody writes a rule. */
export default function SimulatePage() {
  const [filters, filter] = useFilters();
  const presets = (filters.presets ?? '2110,2h2wd').split(',').filter((name) => name !== '');
  return (
    <DeskPage title="规则推演" about="上个月按另一套时限会怎样;不改任何工单">
      <Flex gap="small" align="center" style={{ marginBottom: 12 }}>
        <label htmlFor="presets">按哪些预设(写在前的优先)</label>
        <Select
          id="presets"
          mode="multiple"
          style={{ minWidth: 320 }}
          value={presets}
          options={Object.entries(PRESET_WORDS).map(([value, label]) => ({ value, label }))}
          onChange={(next) => filter({ presets: next.join(',') })}
        />
      </Flex>
      <Simulation asked={{ presets }} />
    </DeskPage>
  );
}
