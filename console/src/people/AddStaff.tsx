import type { NewStaff } from '@yihu/shared';
import { Alert, Form, Input, Modal } from 'antd';
import { addStaff, setRoles } from '../api/people';
import { errText } from '../api/request';
import { useSending } from '../components';
import { RoleLines } from './RoleLines';
import { linesOf, type RoleLine, rolesOf, rolesProblem } from './staff.view';

interface Written {
  name: string;
  login: string;
  lines: RoleLine[];
}

const ROLES_RULE = {
  validator: (_: unknown, lines: RoleLine[] = []) => {
    const problem = rolesProblem(lines);
    return problem === null ? Promise.resolve() : Promise.reject(new Error(problem));
  },
};

/** A new account; the first password is shown once, by whoever opened this. */
export function AddStaff({ onDone, onClose }: { onDone: (made: NewStaff) => void; onClose: () => void }) {
  return (
    <StaffForm
      title="新建工作人员"
      start={{ name: '', login: '', lines: [] }}
      asksName
      send={async ({ name, login, lines }) => onDone(await addStaff({ name, login, roles: rolesOf(lines) }))}
      onClose={onClose}
    />
  );
}

interface EditProps {
  person: { personId: string; name: string; roles: Parameters<typeof linesOf>[0] };
  onDone: () => void;
  onClose: () => void;
}

/** Other roles; her sessions end, so that the new ones count at once. */
export function EditRoles({ person, onDone, onClose }: EditProps) {
  return (
    <StaffForm
      title={`${person.name}的角色`}
      start={{ name: person.name, login: '', lines: linesOf(person.roles) }}
      send={async ({ lines }) => {
        await setRoles(person.personId, rolesOf(lines));
        onDone();
      }}
      onClose={onClose}
    />
  );
}

interface FormProps {
  title: string;
  start: Written;
  asksName?: boolean;
  send: (written: Written) => Promise<void>;
  onClose: () => void;
}

function StaffForm({ title, start, asksName = false, send, onClose }: FormProps) {
  const [form] = Form.useForm<Written>();
  const { busy, error, sending } = useSending();
  const submit = async () => {
    const written = { ...start, ...(await form.validateFields()) };
    await sending(async () => {
      await send(written);
    });
  };
  return (
    <Modal
      open
      title={title}
      width={680}
      okText="保存"
      okButtonProps={{ id: 'staff-save' }}
      confirmLoading={busy}
      // What is wrong stands at its field.
      onOk={() => void submit().catch(() => undefined)}
      onCancel={onClose}
      destroyOnHidden
    >
      <Form form={form} layout="vertical" initialValues={start}>
        {asksName && (
          <>
            <Form.Item
              name="name"
              label="姓名"
              rules={[{ required: true, whitespace: true, max: 32, message: '姓名 1–32 个字' }]}
            >
              <Input autoFocus autoComplete="off" />
            </Form.Item>
            <Form.Item
              name="login"
              label="登录名"
              extra="3–32 个字符,小写字母开头,可用小写字母、数字、点、横线"
              rules={[
                {
                  required: true,
                  pattern: /^[a-z][a-z0-9._-]{2,31}$/,
                  message: '请按下面的要求填写登录名',
                },
              ]}
            >
              <Input autoComplete="off" />
            </Form.Item>
          </>
        )}
        <Form.Item name="lines" label="角色和所在单位" rules={[ROLES_RULE]}>
          <RoleLines />
        </Form.Item>
        {error !== null && <Alert type="error" showIcon role="alert" title={errText(error)} />}
      </Form>
    </Modal>
  );
}
