import { PARTY_KINDS, REQUEST_TYPES, SUBMIT_TEXT_MAX } from '@yihu/shared';
import { Collapse, Form, Input, Radio, Select } from 'antd';
import { useState } from 'react';
import { ClassSelect } from '../components';
import {
  CALL_CHANNELS,
  type CallForm,
  lengthOf,
  NEW_CALL,
  problemOf,
  tidyPhone,
  tidyText,
  upperOf,
} from './filing.view';
import { FirmFields, MoreFields } from './MoreFields';
import { PlaceField } from './PlaceField';

interface Props {
  form: CallForm;
  onChange: (part: Partial<CallForm>) => void;
  streetId: string | undefined;
  /** Once it was tried to be sent, what is wrong stands at its field. */
  tried: boolean;
}

const options = (of: Readonly<Record<string, string>>) =>
  Object.entries(of).map(([value, label]) => ({ value, label }));

/** How many of the further fields say something else than they begin with. */
function moreGiven(form: CallForm): number {
  const names = ['upperNo', 'line', 'intakeUnitId', 'confidentiality', 'vulnerable', 'legalMatter'] as const;
  return names.filter((name) => form[name] !== NEW_CALL[name]).length;
}

/** The call in the order it is spoken: who, what, where, which class. */
export function FilingForm({ form, onChange, streetId, tried }: Props) {
  const problem = tried ? problemOf(form) : null;
  const fault = (field: string) =>
    problem?.field === field ? ({ validateStatus: 'error', help: problem.text } as const) : {};
  const more = moreGiven(form);
  // Until somebody opens or shuts it, it is open while something in it is filled in.
  const [opened, setOpened] = useState<boolean | null>(null);
  return (
    <Form layout="vertical" component="div" className="call-form">
      <Form.Item label="渠道" htmlFor="call-channel">
        <Select
          id="call-channel"
          aria-label="渠道"
          value={form.channel}
          showSearch={{ optionFilterProp: 'label' }}
          options={CALL_CHANNELS}
          onChange={(channel) =>
            onChange({ channel, ...(form.upperNo === '' ? {} : { upperSystem: upperOf(channel) }) })
          }
        />
      </Form.Item>
      <Form.Item label="来电号码" htmlFor="call-phone" {...fault('phone')}>
        <Input
          id="call-phone"
          aria-label="来电号码"
          autoFocus
          autoComplete="off"
          inputMode="tel"
          disabled={form.confidentiality === 'ANONYMOUS'}
          value={form.phone}
          maxLength={40}
          onChange={({ target }) => onChange({ phone: tidyPhone(target.value), sameAs: null })}
        />
      </Form.Item>
      <Form.Item label="称呼" htmlFor="call-name">
        <Input
          id="call-name"
          aria-label="称呼"
          autoComplete="off"
          disabled={form.confidentiality === 'ANONYMOUS'}
          value={form.name}
          maxLength={20}
          onChange={({ target }) => onChange({ name: tidyText(target.value) })}
        />
      </Form.Item>
      <Form.Item label="反映的内容" htmlFor="call-text" className="call-wide" required {...fault('text')}>
        <Input.TextArea
          id="call-text"
          aria-label="反映的内容"
          value={form.text}
          autoSize={{ minRows: 4, maxRows: 12 }}
          count={{ show: true, max: SUBMIT_TEXT_MAX, strategy: lengthOf }}
          onChange={({ target }) => onChange({ text: tidyText(target.value) })}
        />
      </Form.Item>
      <Form.Item label="地点" htmlFor="call-place" className="call-wide">
        <PlaceField streetId={streetId} form={form} onChange={onChange} />
      </Form.Item>
      <Form.Item label="分类" htmlFor="call-class" className="call-wide">
        <ClassSelect
          id="call-class"
          aria-label="分类"
          value={form.classCode ?? undefined}
          text={form.text}
          onChange={(code) => onChange({ classCode: code ?? null })}
        />
      </Form.Item>
      <Form.Item label="诉求类型" className="call-wide">
        <Radio.Group
          aria-label="诉求类型"
          value={form.requestType}
          options={options(REQUEST_TYPES)}
          onChange={({ target }) => onChange({ requestType: target.value })}
        />
      </Form.Item>
      <Form.Item label="诉求主体">
        <Radio.Group
          aria-label="诉求主体"
          value={form.partyKind}
          options={options(PARTY_KINDS)}
          onChange={({ target }) => onChange({ partyKind: target.value })}
        />
      </Form.Item>
      {form.partyKind === 'ENTERPRISE' && <FirmFields form={form} onChange={onChange} />}
      <Collapse
        size="small"
        className="call-wide"
        activeKey={(opened ?? more > 0) ? ['more'] : []}
        onChange={(keys) => setOpened(keys.length > 0)}
        items={[
          {
            key: 'more',
            label: `上级编号、分线、照顾、保密${more > 0 ? `(已填 ${more} 项)` : ''}`,
            children: <MoreFields form={form} onChange={onChange} />,
          },
        ]}
      />
    </Form>
  );
}
