import type { NewStaff } from '@yihu/shared';
import { Alert, Descriptions, Modal, Typography } from 'antd';

/** The first password, shown this once. */
export function FirstPassword({ made, onClose }: { made: NewStaff; onClose: () => void }) {
  return (
    <Modal
      open
      title={`${made.name}的登录名和首次密码`}
      footer={null}
      onCancel={onClose}
      mask={{ closable: false }}
      destroyOnHidden
    >
      <Alert
        type="warning"
        showIcon
        title="关掉这个窗口就再也看不到了"
        description="请当面或另行交给本人。7 天内首次登录,登录时她会设自己的密码、绑定验证器。"
      />
      <Descriptions
        column={1}
        bordered
        size="small"
        style={{ marginTop: 12 }}
        items={[
          {
            key: 'login',
            label: '登录名',
            children: <Typography.Text copyable>{made.login}</Typography.Text>,
          },
          {
            key: 'password',
            label: '首次密码',
            children: (
              <Typography.Text code copyable id="first-password">
                {made.initialPassword}
              </Typography.Text>
            ),
          },
        ]}
      />
    </Modal>
  );
}
