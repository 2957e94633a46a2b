import {
  type EnterpriseView,
  FIRM_SIZES,
  type FirmSize,
  INDUSTRIES,
  type Industry,
  isCreditCode,
} from '@yihu/shared';
import { Alert, Form, Input, Modal, Select } from 'antd';
import { changeEnterprise } from '../api/registers';
import { errText } from '../api/request';
import { PersonSelect, UnitSelect, useSending } from '../components';

interface Written {
  name: string;
  creditCode?: string;
  industry?: Industry;
  size?: FirmSize;
  unitId?: string;
  personId?: string;
}

interface Props {
  firm: EnterpriseView;
  onDone: () => void;
  onClose: () => void;
}

const options = (of: Readonly<Record<string, string>>) =>
  Object.entries(of).map(([value, label]) => ({ value, label }));

/** What the desk writes down of a firm. Another officer takes over every open order of it at once. */
export function FirmForm({ firm, onDone, onClose }: Props) {
  const [form] = Form.useForm<Written>();
  const { busy, error, sending } = useSending();
  const unitId = Form.useWatch('unitId', form);
  const submit = async () => {
    const { name, creditCode, industry, size, unitId: unit, personId } = await form.validateFields();
    await sending(async () => {
      await changeEnterprise(firm.id, {
        version: firm.version,
        name: name.trim(),
        creditCode: creditCode?.trim().toUpperCase() || null,
        industry: industry ?? null,
        size: size ?? null,
        officer: unit !== undefined && personId !== undefined ? { unitId: unit, personId } : null,
      });
      onDone();
    });
  };
  return (
    <Modal
      open
      title={firm.name}
      okText="保存"
      okButtonProps={{ id: 'firm-save' }}
      confirmLoading={busy}
      // What is wrong stands at its field.
      onOk={() => void submit().catch(() => undefined)}
      onCancel={onClose}
      destroyOnHidden
    >
      <Form<Written>
        form={form}
        layout="vertical"
        initialValues={{
          name: firm.name,
          creditCode: firm.creditCode ?? undefined,
          industry: firm.industry ?? undefined,
          size: firm.size ?? undefined,
          unitId: firm.officer?.unitId,
          personId: firm.officer?.personId,
        }}
        onValuesChange={(changed: Partial<Written>) => {
          if ('unitId' in changed) form.setFieldValue('personId', undefined);
        }}
      >
        <Form.Item
          name="name"
          label="名称"
          rules={[{ required: true, whitespace: true, message: '请填写名称' }]}
        >
          <Input />
        </Form.Item>
        <Form.Item
          name="creditCode"
          label="统一社会信用代码"
          rules={[
            {
              validator: (_, value?: string) =>
                !value || isCreditCode(value.trim().toUpperCase())
                  ? Promise.resolve()
                  : Promise.reject(new Error('不是有效的代码,请核对 18 位')),
            },
          ]}
        >
          <Input maxLength={18} />
        </Form.Item>
        <Form.Item name="industry" label="行业">
          <Select allowClear showSearch={{ optionFilterProp: 'label' }} options={options(INDUSTRIES)} />
        </Form.Item>
        <Form.Item name="size" label="规模">
          <Select allowClear options={options(FIRM_SIZES)} />
        </Form.Item>
        <Form.Item name="unitId" label="企业专员所在单位">
          <UnitSelect value={undefined} onChange={() => undefined} />
        </Form.Item>
        <Form.Item
          name="personId"
          label="企业专员"
          rules={[
            {
              validator: (_, value?: string) =>
                unitId === undefined || value !== undefined
                  ? Promise.resolve()
                  : Promise.reject(new Error('请选企业专员,或清空单位')),
            },
          ]}
        >
          <PersonSelect unitId={unitId} value={undefined} onChange={() => undefined} />
        </Form.Item>
        {error !== null && <Alert type="error" showIcon role="alert" title={errText(error)} />}
      </Form>
    </Modal>
  );
}
