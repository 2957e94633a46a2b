import { type Day, DUTY_ROLES, type DutyRole } from '@yihu/shared';
import { Alert, Checkbox, Flex, Form, Input, Modal, Radio } from 'antd';
import { useState } from 'react';
import { addShifts } from '../api/duty';
import { errText } from '../api/request';
import { PersonSelect, useSending } from '../components';
import { minutesOf, shiftsOn, USUAL, weekdayText } from './week.view';

interface Props {
  unitId: string;
  /** The week that is shown. */
  days: readonly Day[];
  /** Ticked when it opens. */
  start: readonly Day[];
  /** Only the office keeps watch. */
  isOffice: boolean;
  onDone: () => void;
  onClose: () => void;
}

/** Puts somebody on duty, the same hours on each of the days ticked: all of it or none. */
export function AddShift({ unitId, days, start, isOffice, onDone, onClose }: Props) {
  const [personId, setPersonId] = useState<string | undefined>();
  const [role, setRole] = useState<DutyRole>(isOffice ? 'WATCH' : 'DUTY');
  const [ticked, setTicked] = useState<readonly Day[]>(start);
  const [from, setFrom] = useState<string>(USUAL.day.from);
  const [to, setTo] = useState<string>(USUAL.day.to);
  const { busy, error, sending } = useSending();
  const [first, last] = [minutesOf(from), minutesOf(to)];
  const ready = personId !== undefined && ticked.length > 0 && first !== null && last !== null;
  const submit = async () => {
    if (personId === undefined || first === null || last === null) return;
    await sending(async () => {
      const shifts = shiftsOn(ticked, first, last).map((span) => ({ ...span, role, personId }));
      await addShifts({ unitId, shifts });
      onDone();
    });
  };
  const usual = Object.values(USUAL).find((each) => each.from === from && each.to === to)?.label;
  return (
    <Modal
      open
      title="排班"
      okText="排上"
      okButtonProps={{ id: 'duty-save', disabled: !ready }}
      confirmLoading={busy}
      onOk={() => void submit()}
      onCancel={onClose}
      destroyOnHidden
    >
      <Form layout="vertical" component="div">
        <Form.Item label="谁" htmlFor="duty-person">
          <PersonSelect
            id="duty-person"
            aria-label="谁"
            unitId={unitId}
            value={personId}
            onChange={setPersonId}
          />
        </Form.Item>
        {isOffice && (
          <Form.Item label="做什么">
            <Radio.Group
              aria-label="做什么"
              value={role}
              options={Object.entries(DUTY_ROLES).map(([value, label]) => ({
                value,
                label: value === 'WATCH' ? `${label}(看着待受理,同时只有一人)` : label,
              }))}
              onChange={(event) => setRole(event.target.value)}
            />
          </Form.Item>
        )}
        <Form.Item label="哪几天">
          <Checkbox.Group
            value={[...ticked]}
            options={days.map((day) => ({ value: day, label: `${weekdayText(day)} ${day.slice(5)}` }))}
            onChange={setTicked}
          />
        </Form.Item>
        <Form.Item
          label="几点到几点"
          extra={last !== null && first !== null && last <= first ? '到第二天' : usual}
        >
          <Flex vertical gap="small">
            <Radio.Group
              aria-label="常用的班次"
              optionType="button"
              size="small"
              value={usual}
              options={Object.values(USUAL).map(({ label }) => ({ value: label, label }))}
              onChange={(event) => {
                const chosen = Object.values(USUAL).find(({ label }) => label === event.target.value);
                if (chosen === undefined) return;
                setFrom(chosen.from);
                setTo(chosen.to);
              }}
            />
            <Flex gap="small" align="center">
              <Input
                aria-label="从几点"
                style={{ width: 90 }}
                value={from}
                status={first === null ? 'error' : undefined}
                onChange={(event) => setFrom(event.target.value)}
              />
              到
              <Input
                aria-label="到几点"
                style={{ width: 90 }}
                value={to}
                status={last === null ? 'error' : undefined}
                onChange={(event) => setTo(event.target.value)}
              />
            </Flex>
          </Flex>
        </Form.Item>
        {error !== null && <Alert type="error" showIcon role="alert" title={errText(error)} />}
      </Form>
    </Modal>
  );
}
