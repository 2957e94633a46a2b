import { useQueryClient } from '@tanstack/react-query';
import { CARD_VOLUNTEERS, type CardContact, newKey, type ServiceCard } from '@yihu/shared';
import { Alert, App, Button, Flex, Form, Input, Typography } from 'antd';
import { useRef, useState } from 'react';
import { uploadPhoto } from '../api/attachments';
import { saveServiceCard } from '../api/geo';
import { errText } from '../api/request';
import { useSending } from '../components';

/** Whom to call in a grid, and the code pictures; what is saved is public, for it is printed. */
export function CardForm({ start }: { start: ServiceCard }) {
  const [leader, setLeader] = useState(start.leader);
  const [secretary, setSecretary] = useState(start.secretary);
  const [volunteers, setVolunteers] = useState(start.volunteers);
  const [note, setNote] = useState(start.note);
  const [pictures, setPictures] = useState<{ wechatPhotoId?: string | null; qqPhotoId?: string | null }>({});
  const { busy, error, sending } = useSending();
  const client = useQueryClient();
  const { message } = App.useApp();
  const save = () =>
    sending(async () => {
      const body = { version: start.version, leader, secretary, volunteers, note, ...pictures };
      const saved = await saveServiceCard(start.grid.id, body);
      client.setQueryData(['service-card', start.grid.id], saved);
      void message.success(`「${start.grid.name}」的服务卡已保存`);
    });
  return (
    <Form layout="vertical" aria-label="服务卡">
      <Contact id="leader" label="网格长" value={leader} onChange={setLeader} />
      <Contact id="secretary" label="社区书记" value={secretary} onChange={setSecretary} />
      {volunteers.map((each, at) => (
        <Contact
          // biome-ignore lint/suspicious/noArrayIndexKey: lines are told apart by their place
          key={at}
          id={`volunteer-${at}`}
          label={`志愿者 ${at + 1}`}
          value={each}
          onChange={(next) => setVolunteers(volunteers.map((one, n) => (n === at ? next : one)))}
          onRemove={() => setVolunteers(volunteers.filter((_, n) => n !== at))}
        />
      ))}
      {volunteers.length < CARD_VOLUNTEERS && (
        <Button onClick={() => setVolunteers([...volunteers, { name: '', phone: '' }])}>加一位志愿者</Button>
      )}
      <Form.Item label="备注(印在卡上)" htmlFor="card-note">
        <Input
          id="card-note"
          value={note}
          maxLength={60}
          placeholder="如:每周三上午在党群服务站值班"
          onChange={(event) => setNote(event.target.value)}
        />
      </Form.Item>
      <Flex gap="large" wrap>
        <Picture
          label="微信码"
          url={start.wechatUrl}
          onChange={(wechatPhotoId) => setPictures((now) => ({ ...now, wechatPhotoId }))}
        />
        <Picture
          label="QQ 码"
          url={start.qqUrl}
          onChange={(qqPhotoId) => setPictures((now) => ({ ...now, qqPhotoId }))}
        />
      </Flex>
      {error !== null && <Alert type="error" showIcon role="alert" title={errText(error)} />}
      <Flex gap="small" align="center" style={{ marginTop: 12 }}>
        <Button id="card-save" type="primary" loading={busy} onClick={() => void save()}>
          保存服务卡
        </Button>
        <Typography.Text type="secondary">保存的内容任何人都能看到。</Typography.Text>
      </Flex>
    </Form>
  );
}

interface ContactProps {
  id: string;
  label: string;
  value: CardContact;
  onChange: (contact: CardContact) => void;
  onRemove?: () => void;
}

function Contact({ id, label, value, onChange, onRemove }: ContactProps) {
  return (
    <Flex gap="small" align="end" className="print-contact">
      <Form.Item label={label} htmlFor={`card-${id}`}>
        <Input
          id={`card-${id}`}
          value={value.name}
          maxLength={20}
          placeholder="姓名"
          onChange={(event) => onChange({ ...value, name: event.target.value })}
        />
      </Form.Item>
      <Form.Item label={`${label}电话`} htmlFor={`card-${id}-phone`}>
        <Input
          id={`card-${id}-phone`}
          value={value.phone}
          maxLength={32}
          onChange={(event) => onChange({ ...value, phone: event.target.value })}
        />
      </Form.Item>
      {onRemove !== undefined && (
        <Button aria-label={`去掉${label}`} onClick={onRemove}>
          去掉
        </Button>
      )}
    </Flex>
  );
}

/** One code picture: chosen from this machine, sent through the one way pictures come in. */
function Picture({
  label,
  url,
  onChange,
}: {
  label: string;
  url: string | null;
  onChange: (id: string | null) => void;
}) {
  const { busy, error, sending } = useSending();
  const [done, setDone] = useState('');
  const said = busy ? '正在上传' : error === null ? done : errText(error);
  const [shown, setShown] = useState(url);
  const [group] = useState(newKey);
  const box = useRef<HTMLInputElement>(null);
  const take = (file: File) =>
    sending(async () => {
      onChange(await uploadPhoto(file, group, 'CARD'));
      setShown(URL.createObjectURL(file));
      setDone(`${file.name} 已上传,保存后生效`);
    });
  const id = `card-picture-${label}`;
  return (
    <div>
      <div>{label}</div>
      {shown !== null && <img className="print-picture" src={shown} alt={label} />}
      <input
        id={id}
        ref={box}
        type="file"
        className="print-file"
        aria-label={label}
        accept="image/jpeg,image/png,image/webp"
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          if (file !== undefined) void take(file);
        }}
      />
      <Button size="small" onClick={() => box.current?.click()}>
        {shown === null ? `选${label}图片` : '换一张'}
      </Button>{' '}
      {shown !== null && (
        <Button
          size="small"
          onClick={() => {
            setShown(null);
            onChange(null);
          }}
        >
          去掉{label}
        </Button>
      )}
      <div role="status">{said}</div>
    </div>
  );
}
