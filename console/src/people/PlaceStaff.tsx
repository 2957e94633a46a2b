import { isAdminRole, type StaffView } from '@yihu/shared';
import { Alert, Flex, Modal } from 'antd';
import { useState } from 'react';
import { setUnits } from '../api/people';
import { errText } from '../api/request';
import { AnyUnitSelect, useSending } from '../components';
import { linesOf } from './staff.view';

interface Props {
  person: StaffView;
  onDone: () => void;
  onClose: () => void;
}

/** Where each of her roles counts: the system administrator's part. The roles themselves are the security one's. */
export function PlaceStaff({ person, onDone, onClose }: Props) {
  const held = linesOf(person.roles).filter(({ role }) => !isAdminRole(role));
  const [lines, setLines] = useState(held);
  const { busy, error, sending } = useSending();
  const moved = lines.filter((line, at) => line.unitIds.join() !== held[at]?.unitIds.join());
  const submit = async () => {
    await sending(async () => {
      for (const { role, unitIds } of moved) await setUnits(person.personId, role, unitIds);
      onDone();
    });
  };
  const labels = new Map(person.roles.map(({ role, roleLabel }) => [role, roleLabel]));
  return (
    <Modal
      open
      title={`${person.name}在哪些单位`}
      okText="保存"
      okButtonProps={{
        id: 'place-save',
        disabled: moved.length === 0 || lines.some(({ unitIds }) => unitIds.length === 0),
      }}
      confirmLoading={busy}
      onOk={() => void submit()}
      onCancel={onClose}
      destroyOnHidden
      width={640}
    >
      <Flex vertical gap="small">
        {lines.map((line) => (
          <Flex key={line.role} gap="small" align="center">
            <span style={{ width: 96 }}>{labels.get(line.role)}</span>
            <AnyUnitSelect
              many
              aria-label={`${labels.get(line.role)}所在单位`}
              style={{ flex: 1 }}
              value={line.unitIds}
              onChange={(unitIds) =>
                setLines(lines.map((each) => (each.role === line.role ? { ...each, unitIds } : each)))
              }
            />
          </Flex>
        ))}
        {lines.length === 0 && <Alert type="info" title="管理员角色只设在街道上,不能换单位" />}
        {error !== null && <Alert type="error" showIcon role="alert" title={errText(error)} />}
      </Flex>
    </Modal>
  );
}
