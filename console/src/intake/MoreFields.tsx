import { useQuery } from '@tanstack/react-query';
import { CONFIDENTIALITIES, LINES, normaliseFirmName, UPPER_SYSTEMS } from '@yihu/shared';
import { AutoComplete, Checkbox, Flex, Form, Input, Radio, Select } from 'antd';
import { useDeferredValue } from 'react';
import { firms } from '../api/intake';
import { UnitSelect } from '../components';
import { useCan } from '../session/session';
import { type CallForm, tidyUpperNo, upperOf } from './filing.view';

interface Props {
  form: CallForm;
  onChange: (part: Partial<CallForm>) => void;
}

const options = (of: Readonly<Record<string, string>>) =>
  Object.entries(of).map(([value, label]) => ({ value, label }));

/** What not every call needs: the number of the platform above, line, care, how open it is. */
export function MoreFields({ form, onChange }: Props) {
  return (
    <div className="call-more">
      <Form.Item label="上级平台编号" htmlFor="call-upper-no" className="call-wide">
        <Flex gap="small">
          <Select
            id="call-upper"
            aria-label="上级平台"
            allowClear
            className="call-grid"
            placeholder="哪个平台"
            value={form.upperSystem ?? undefined}
            options={options(UPPER_SYSTEMS)}
            onChange={(upperSystem) => onChange({ upperSystem: upperSystem ?? null })}
          />
          <Input
            id="call-upper-no"
            aria-label="上级平台编号"
            value={form.upperNo}
            maxLength={64}
            placeholder="照原样粘贴,20 位也不会丢"
            onChange={({ target }) => {
              const upperNo = tidyUpperNo(target.value);
              onChange({ upperNo, upperSystem: form.upperSystem ?? upperOf(form.channel) });
            }}
          />
        </Flex>
      </Form.Item>
      <Form.Item label="分线" htmlFor="call-line">
        <Select
          id="call-line"
          aria-label="分线"
          allowClear
          placeholder="按渠道和主体定"
          value={form.line ?? undefined}
          options={options(LINES)}
          onChange={(line) => onChange({ line: line ?? null })}
        />
      </Form.Item>
      <Form.Item label="在哪个服务点登记" htmlFor="call-point">
        <UnitSelect
          id="call-point"
          aria-label="在哪个服务点登记"
          of={['SERVICE_POINT']}
          value={form.intakeUnitId ?? undefined}
          onChange={(id) => onChange({ intakeUnitId: id ?? null })}
        />
      </Form.Item>
      <Form.Item label="保密" className="call-wide">
        <Radio.Group
          aria-label="保密"
          value={form.confidentiality}
          options={options(CONFIDENTIALITIES)}
          onChange={({ target }) => onChange({ confidentiality: target.value })}
        />
        {form.confidentiality === 'ANONYMOUS' && (
          <div className="desk-muted">匿名不留姓名和电话,来电人凭编号查询进度</div>
        )}
      </Form.Item>
      <Form.Item className="call-wide">
        <Checkbox
          checked={form.vulnerable}
          onChange={({ target }) => onChange({ vulnerable: target.checked })}
        >
          需要照顾(老人、残疾人、孕妇、低保等)
        </Checkbox>
        <Checkbox
          checked={form.legalMatter}
          onChange={({ target }) => onChange({ legalMatter: target.checked })}
        >
          涉法涉诉
        </Checkbox>
      </Form.Item>
    </div>
  );
}

/** A firm, from the register where it stands there already. */
export function FirmFields({ form, onChange }: Props) {
  const mayRead = useCan('enterprise:read');
  const asked = useDeferredValue(form.companyName.trim());
  const found = useQuery({
    queryKey: ['firms', asked],
    queryFn: () => firms(asked),
    enabled: mayRead && [...asked].length >= 2,
    placeholderData: (before) => before,
    staleTime: 60_000,
  });
  const known = asked === '' ? [] : (found.data?.items ?? []).slice(0, 8);
  const same = known.find(({ name }) => normaliseFirmName(name) === normaliseFirmName(form.companyName));
  return (
    <>
      <Form.Item
        label="企业名称"
        htmlFor="call-company"
        required
        help={
          same === undefined
            ? undefined
            : `名录已有:${same.orders} 件,${same.open} 件在办${same.officer === null ? '' : `,专员 ${same.officer.name}`}`
        }
      >
        <AutoComplete
          id="call-company"
          aria-label="企业名称"
          value={form.companyName}
          maxLength={80}
          options={known.map(({ name, creditCode }) => ({ value: name, creditCode }))}
          onChange={(companyName) => onChange({ companyName })}
          onSelect={(companyName, { creditCode }) =>
            onChange({ companyName, creditCode: creditCode ?? form.creditCode })
          }
        />
      </Form.Item>
      <Form.Item label="统一社会信用代码" htmlFor="call-credit">
        <Input
          id="call-credit"
          aria-label="统一社会信用代码"
          value={form.creditCode}
          maxLength={30}
          placeholder="知道就填"
          onChange={({ target }) =>
            onChange({
              creditCode: target.value
                .normalize('NFKC')
                .toUpperCase()
                .replace(/[^0-9A-Z]/g, ''),
            })
          }
        />
      </Form.Item>
    </>
  );
}
