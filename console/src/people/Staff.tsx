import { PlusOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { type NewStaff, type StaffView, whenText } from '@yihu/shared';
import { Badge, Button, Dropdown, Input, Modal, Space, Switch, Table, Tag } from 'antd';
import { useState } from 'react';
import { disableStaff, enableStaff, resetStaff, STAFF, sessionsOf, staffList } from '../api/people';
import { DeskPage, Remote, useDoing, useFilters, useNow } from '../components';
import { useKeys } from '../keys';
import { useCan, useMe } from '../session/session';
import { AddStaff, EditRoles } from './AddStaff';
import { FirstPassword } from './FirstPassword';
import { PlaceStaff } from './PlaceStaff';
import { Sessions } from './Sessions';
import { accountState, foundBy } from './staff.view';

type Open = { what: 'add' } | { what: 'roles' | 'units' | 'sessions'; person: StaffView } | null;

/** Members of staff. Accounts and roles are the security administrator's, units the system administrator's. */
export default function Staff() {
  const staff = useQuery({ queryKey: STAFF, queryFn: staffList });
  const [filters, filter] = useFilters();
  const [open, setOpen] = useState<Open>(null);
  const [made, setMade] = useState<NewStaff | null>(null);
  const { renew } = useDoing(STAFF);
  const manages = useCan('staff:manage');
  const places = useCan('staff:place');
  useKeys('人员', [
    { key: 'n', label: '新建工作人员', run: () => setOpen({ what: 'add' }), active: manages },
  ]);
  const done = () => {
    setOpen(null);
    void renew();
  };
  const about = manages
    ? '建账号、定角色、停用和重置;所在单位由系统管理员安排'
    : places
      ? '安排人员所在单位;账号和角色由安全管理员管'
      : '只看;账号和角色由安全管理员管,所在单位由系统管理员安排';
  return (
    <DeskPage
      title="人员"
      about={about}
      extra={
        <>
          <Input.Search
            allowClear
            aria-label="查找人员"
            placeholder="姓名、首字母、登录名、角色、单位"
            style={{ width: 260 }}
            defaultValue={filters.q}
            onChange={(event) => filter({ q: event.target.value || undefined })}
          />
          <Space>
            <Switch
              aria-label="连停用的一起列出"
              checked={filters.all === '1'}
              onChange={(on) => filter({ all: on ? '1' : undefined })}
            />
            含停用
          </Space>
          {manages && (
            <Button
              id="add-staff"
              type="primary"
              icon={<PlusOutlined />}
              onClick={() => setOpen({ what: 'add' })}
            >
              新建
            </Button>
          )}
        </>
      }
    >
      <Remote of={staff}>
        {({ staff: all }) => (
          <StaffTable
            staff={all.filter(
              (person) => (filters.all === '1' || person.active) && foundBy(person, filters.q ?? ''),
            )}
            open={setOpen}
            onReset={setMade}
          />
        )}
      </Remote>
      {open?.what === 'add' && (
        <AddStaff
          onClose={() => setOpen(null)}
          onDone={(account) => {
            setMade(account);
            done();
          }}
        />
      )}
      {open?.what === 'roles' && (
        <EditRoles person={open.person} onDone={done} onClose={() => setOpen(null)} />
      )}
      {open?.what === 'units' && (
        <PlaceStaff person={open.person} onDone={done} onClose={() => setOpen(null)} />
      )}
      {open?.what === 'sessions' && (
        <Modal
          open
          footer={null}
          width={760}
          title={`${open.person.name}在哪里登录着`}
          onCancel={() => setOpen(null)}
        >
          <Sessions
            queryKey={['staff-sessions', open.person.personId]}
            load={() => sessionsOf(open.person.personId)}
          />
        </Modal>
      )}
      {made !== null && <FirstPassword made={made} onClose={() => setMade(null)} />}
    </DeskPage>
  );
}

interface TableProps {
  staff: readonly StaffView[];
  open: (what: Open) => void;
  onReset: (made: NewStaff) => void;
}

function StaffTable({ staff, open, onReset }: TableProps) {
  const now = useNow();
  return (
    <Table<StaffView>
      size="small"
      rowKey="personId"
      dataSource={[...staff]}
      pagination={{ pageSize: 50, hideOnSinglePage: true, showTotal: (n) => `共 ${n} 人` }}
      columns={[
        { title: '姓名', dataIndex: 'name', width: 100 },
        { title: '登录名', dataIndex: 'login', width: 130, render: (login: string | null) => login ?? '—' },
        {
          title: '角色和单位',
          render: (_, { roles }) =>
            roles.map(({ role, unitId, roleLabel, unitName }) => (
              <Tag key={`${role}${unitId}`}>
                {roleLabel} · {unitName}
              </Tag>
            )),
        },
        {
          title: '账号',
          width: 190,
          render: (_, person) => {
            const { text, tone } = accountState(person);
            return <Badge status={tone} text={text} />;
          },
        },
        {
          title: '最近使用',
          width: 130,
          render: (_, { lastSeenAt }) => (lastSeenAt === null ? '还没有' : whenText(lastSeenAt, now)),
        },
        {
          title: '操作',
          width: 90,
          render: (_, person) => <Actions person={person} open={open} onReset={onReset} />,
        },
      ]}
    />
  );
}

function Actions({ person, open, onReset }: Omit<TableProps, 'staff'> & { person: StaffView }) {
  const me = useMe();
  const manages = useCan('staff:manage');
  const places = useCan('staff:place');
  const { run, busy } = useDoing(STAFF);
  const [modal, holder] = Modal.useModal();
  const { personId, name, login, active } = person;
  // Nobody touches her own account: the server refuses it as well.
  if (personId === me.personId) return <span className="desk-muted">本人</span>;
  const ask = (title: string, content: string, work: () => void) =>
    void modal.confirm({ title, content, okText: '确定', cancelText: '不', onOk: work });
  const items = [
    ...(places ? [{ key: 'units', label: '换单位', onClick: () => open({ what: 'units', person }) }] : []),
    ...(manages
      ? [
          { key: 'roles', label: '改角色', onClick: () => open({ what: 'roles', person }) },
          { key: 'sessions', label: '登录着的设备', onClick: () => open({ what: 'sessions', person }) },
          {
            key: 'reset',
            label: '重置密码和验证器',
            disabled: login === null,
            onClick: () =>
              ask(`重置${name}的密码和验证器?`, '她在各处的登录立即结束,凭新的首次密码重新登录。', () => {
                void run('', async () => onReset(await resetStaff(personId)));
              }),
          },
          active
            ? {
                key: 'disable',
                label: '停用',
                danger: true,
                onClick: () =>
                  ask(`停用${name}?`, '她在各处的登录立即结束;她经手的工单仍在所在单位名下。', () => {
                    void run('已停用', () => disableStaff(personId));
                  }),
              }
            : {
                key: 'enable',
                label: '启用',
                onClick: () => void run('已启用', () => enableStaff(personId)),
              },
        ]
      : []),
  ];
  if (items.length === 0) return null;
  return (
    <>
      {holder}
      <Dropdown trigger={['click']} menu={{ items }}>
        <Button size="small" loading={busy} aria-label={`${name}的操作`}>
          操作
        </Button>
      </Dropdown>
    </>
  );
}
